// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import CallCore
import Foundation
import NIOCore
import NIOHTTP1
import NginxTestSupport
import SwitchboardTesting
import Synchronization
import Testing

@testable import switchboard

/// The server as the world sees it: a public https address, and a proxy that keeps its connections.
@Suite(.timeLimit(.minutes(3)))
struct ProxyTests {
    @Test(.enabled(if: TestNginx.path != nil, "\(TestNginx.mend)"))
    func aWholeCallThroughNginx() async throws {
        try await RunningServer.with {
            $0.publicURL = "https://voice.example.com"
        } _: { running in
            try await TestNginx.with(upstreams: [running.port]) { port in
                for _ in 0..<3 { try await self.askForHealth(port) }
                let before = Self.connections(to: running.port)
                let during = Mutex<Set<String>>([])
                let result = try await running.place(self.call(running, through: port)) { event in
                    guard case .streamStarted = event else { return }
                    during.withLock { $0 = Self.connections(to: running.port) }
                }
                #expect(result.isClean, "\(result.violations) \(result.failures)")
                #expect(result.violations.isEmpty)
                #expect(result.streams.count == 1)
                #expect(result.streams.first?.url.hasPrefix("wss://voice.example.com/api/calls/stream/") == true)
                #expect(result.callbacks.map(\.httpStatus) == [204, 204, 204])
                #expect(try await running.turns(of: result).map(\.source) == ["faq:hours"])
                #expect(try await running.record(of: result)?.audioLostSeconds == 0)
                #if os(Linux)
                // The connection that carried plain requests carries the stream now; Twilio's report of it may have another.
                #expect(before.count == 1)
                #expect(during.withLock { before.isSubset(of: $0) && $0.count <= 2 })
                #endif
            }
        }
    }

    private func call(_ running: RunningServer, through port: Int) -> SimulatedCall {
        var call = running.call([
            .waitForAgent(), .say("what are your opening hours", voice: nil), .waitForAgent(), .hangUp,
        ])
        call.url = "https://voice.example.com/api/calls/incoming"
        call.statusCallback = "https://voice.example.com/api/calls/status"
        call.localOrigin = "http://127.0.0.1:\(port)"
        call.acceptsInsecureStreams = false
        return call
    }

    private func askForHealth(_ port: Int) async throws {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/api/health")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        _ = try await response.body.collect(upTo: 1 << 20)
        #expect(response.status == .ok)
    }

    /// Local ends of the established connections to a port of this machine, from `/proc/net/tcp` (see proc(5)).
    private static func connections(to port: Int) -> Set<String> {
        let remote = "0100007F:" + String(format: "%04X", port)
        // A file without a size: what reads it at once gets its first page only.
        let table = FileHandle(forReadingAtPath: "/proc/net/tcp")?.readDataToEndOfFile() ?? Data()
        let rows = String(decoding: table, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        return Set(rows.filter { $0.count > 3 && $0[2] == remote && $0[3] == "01" }.map { String($0[1]) })
    }
}
