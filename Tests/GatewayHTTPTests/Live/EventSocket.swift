// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// Somebody who watches `GET /api/events` over a socket with room for a few kilobytes, and reads or does not.
final class EventSocket: Sendable {
    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let socket: EventSocket

        init(_ socket: EventSocket) {
            self.socket = socket
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = self.unwrapInboundIn(data)
            self.socket.state.withLock { $0.bytes.append(contentsOf: bytes.readableBytesView) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            self.socket.state.withLock { $0.isOver = true }
        }

        // A reset is an end like another.
        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    private struct State {
        var bytes = Data()
        var isOver = false
    }

    private let state = Mutex(State())
    private let channel = Mutex<(any Channel)?>(nil)

    /// How many bytes have been read.
    var count: Int { self.state.withLock(\.bytes.count) }
    /// Whether the server has ended it.
    var isOver: Bool { self.state.withLock(\.isOver) }

    /// How often a text is in what has been read.
    func count(of text: String) -> Int {
        self.state.withLock { state in
            var (count, start) = (0, state.bytes.startIndex)
            while let found = state.bytes.range(of: Data(text.utf8), in: start..<state.bytes.endIndex) {
                count += 1
                start = found.upperBound
            }
            return count
        }
    }

    /// Whether a text is among what was read last.
    func ends(with text: String) -> Bool {
        self.state.withLock { $0.bytes.suffix(100_000).range(of: Data(text.utf8)) != nil }
    }

    /// What was read behind the first of these texts.
    func text(behind text: String) -> String? {
        self.state.withLock { state in
            state.bytes.range(of: Data(text.utf8)).map {
                String(decoding: state.bytes[$0.upperBound...].prefix(200), as: UTF8.self)
            }
        }
    }

    /// Asks for events.
    static func open(on gateway: TestGateway, reads: Bool) async throws -> EventSocket {
        let socket = EventSocket()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.so_rcvbuf), value: 4_096)
            .channelOption(.autoRead, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(socket))
                }
            }
            .connect(host: "127.0.0.1", port: gateway.port).get()
        socket.channel.withLock { $0 = channel }
        try await channel.writeAndFlush(ByteBuffer(string: "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        if reads { try await socket.read() }
        return socket
    }

    /// From now on reads what comes.
    func read() async throws {
        guard let channel = self.channel.withLock(\.self) else { return }
        try await channel.setOption(.autoRead, value: true).get()
    }

    func close() async throws {
        try await self.channel.withLock(\.self)?.close().get()
    }
}
