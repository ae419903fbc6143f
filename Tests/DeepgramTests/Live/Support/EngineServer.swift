// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL

/// A listening socket of this machine whose connections a test takes one after the other.
final class EngineServer: Sendable {
    private let listener: any Channel
    private let accepted: AsyncStream<EnginePeer>
    private let waiting: AsyncStream<EnginePeer>.Continuation

    var port: Int { self.listener.localAddress?.port ?? 0 }

    private init(_ listener: any Channel, _ accepted: (AsyncStream<EnginePeer>, AsyncStream<EnginePeer>.Continuation)) {
        self.listener = listener
        (self.accepted, self.waiting) = accepted
    }

    /// With a small `receiveBuffer`, a peer that stops reading is noticed after few bytes.
    static func run<Result>(
        tls: NIOSSLContext? = nil,
        receiveBuffer: Int? = nil,
        _ body: (EngineServer) async throws -> Result
    ) async throws -> Result {
        let peers = AsyncStream.makeStream(of: EnginePeer.self)
        var bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: tls == nil)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    peers.continuation.yield(try EnginePeer(channel))
                }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.serverChannelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        let server = EngineServer(try await bootstrap.bind(host: "127.0.0.1", port: 0).get(), peers)
        do {
            let result = try await body(server)
            try await server.stop()
            return result
        } catch {
            try await server.stop()
            throw error
        }
    }

    /// The next connection.
    func accept() async throws -> EnginePeer {
        for await peer in self.accepted { return peer }
        throw CancellationError()
    }

    private func stop() async throws {
        try await self.listener.close().get()
        self.waiting.finish()
    }
}
