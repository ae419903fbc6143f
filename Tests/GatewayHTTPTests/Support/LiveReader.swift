// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization

@testable import GatewayHTTP

/// Somebody who watches `GET /api/events`.
final class LiveReader: Sendable {
    private struct State {
        var text = ""
        var isOver = false
    }

    private let state = Mutex(State())

    /// All that was received, head and chunk sizes included.
    var text: String { self.state.withLock(\.text) }
    /// Whether the server has ended it.
    var isOver: Bool { self.state.withLock(\.isOver) }

    /// The events received so far.
    var events: [ServerSentEvent] {
        get throws {
            guard let end = self.text.firstRange(of: "\r\n\r\n") else { return [] }
            var parser = ServerSentEventParser()
            return try parser.take(ChunkedBody(String(self.text[end.upperBound...])).text.utf8)
        }
    }

    /// Watches while `body` runs, then closes the connection.
    static func watching<Result: Sendable>(
        _ target: String = "/api/events",
        on gateway: TestGateway,
        _ headers: [(String, String)] = [],
        _ body: @Sendable (LiveReader) async throws -> Result
    ) async throws -> Result {
        let lines = ["GET \(target) HTTP/1.1", "Host: localhost"] + headers.map { "\($0.0): \($0.1)" }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: gateway.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let reader = LiveReader()
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n"))
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await reader.read(inbound) }
                try await gateway.eventually { reader.text.contains("\r\n\r\n") }
                let result = try await body(reader)
                group.cancelAll()
                return result
            }
        }
    }

    private func read(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async {
        do {
            for try await bytes in inbound { self.state.withLock { $0.text += String(buffer: bytes) } }
        } catch {
            // Cut off counts as ended.
        }
        self.state.withLock { $0.isOver = true }
    }
}
