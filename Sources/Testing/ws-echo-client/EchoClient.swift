// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import WebSockets

/// `ws-echo-client BASEURL [--agent NAME]`: runs all cases of an Autobahn fuzzing server against this library's client.
/// For tests only.
@main
struct EchoClient {
    static func main() async {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var agent = "switchboard"
        if let index = arguments.firstIndex(of: "--agent"), index + 1 < arguments.count {
            agent = arguments[index + 1]
            arguments.removeSubrange(index...index + 1)
        }
        guard arguments.count == 1, let base = arguments.first else {
            print("usage: ws-echo-client BASEURL [--agent NAME]")
            return
        }
        let client = EchoClient(base: base.hasSuffix("/") ? String(base.dropLast()) : base, agent: agent)
        do {
            let count = try await client.caseCount()
            print("\(count) cases")
            for number in 1...max(count, 1) {
                try await client.runCase(number)
            }
            try await client.updateReports()
            print("done")
        } catch {
            print("failed: \(error)")
            exit(1)
        }
    }

    let base: String
    let agent: String

    func caseCount() async throws -> Int {
        try await WebSocketClient.withConnection(to: "\(self.base)/getCaseCount") { inbound, _ in
            for try await message in inbound {
                if case .text(let text) = message, let count = Int(text) { return count }
            }
            return 0
        }
    }

    /// Returns when the server has ended the case; how it judged stands in its report.
    func runCase(_ number: Int) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let ended = eventLoop.makePromise(of: Void.self)
        let limits = WebSocketLimits(maxMessageSize: 64 << 20, maxFrameSize: 64 << 20, maxFragments: 1_000_000)
        let configuration = WebSocketClientConfiguration(
            webSocket: WebSocketConfiguration(limits: limits, maxOutboundQueue: 256 << 20)
        )
        WebSocketClient.connect(
            to: "\(self.base)/runCase?case=\(number)&agent=\(self.agent)",
            configuration: configuration,
            on: eventLoop
        ) { _ in EchoingClient(ended) }
        .whenFailure { ended.fail($0) }
        try await ended.futureResult.get()
    }

    func updateReports() async throws {
        try await WebSocketClient.withConnection(
            to: "\(self.base)/updateReports?agent=\(self.agent)"
        ) { inbound, _ in
            for try await _ in inbound {}
        }
    }
}
