// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

@testable import WebSockets

/// A listening socket for one connection, whose other end speaks literal bytes.
enum RawServer {
    static func run<Result>(
        _ body: (_ url: String, _ accept: () async throws -> RawPeer) async throws -> Result
    ) async throws -> Result {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let accepted = eventLoop.makePromise(of: RawPeer.self)
        let server = try await ServerBootstrap(group: eventLoop)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let received = ReceivedBytes(channel.eventLoop)
                    try channel.pipeline.syncOperations.addHandler(received)
                    accepted.succeed(RawPeer(channel, NIOLoopBound(received, eventLoop: channel.eventLoop)))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body("ws://127.0.0.1:\(server.localAddress?.port ?? 0)/path?query") {
                try await accepted.futureResult.get()
            }
            try await server.close().get()
            // Nothing happens when a connection was accepted.
            accepted.fail(ReceivedBytes.Ended())
            try? await accepted.futureResult.get().channel.close().get()
            return result
        } catch {
            accepted.fail(error)
            try await server.close().get()
            try? await accepted.futureResult.get().channel.close().get()
            throw error
        }
    }
}

extension RawPeer {
    /// Reads an upgrade request; answers it as the RFC wants it, or as a test does.
    @discardableResult
    func acceptUpgrade(
        _ answer: (_ accept: String) -> String = { accept in
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(accept)\r\n\r\n"
        },
        followedBy bytes: [UInt8] = []
    ) async throws -> String {
        let request = await self.readResponse()?.head ?? ""
        let key = request.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key: ") }
        let accept = WebSocketHandshake.accept(forKey: key.map { String($0.dropFirst(19)) } ?? "")
        try await self.send(Array(answer(accept).utf8) + bytes)
        return request
    }
}
