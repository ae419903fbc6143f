// SPDX-License-Identifier: Apache-2.0

import Dispatch
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import CallCore

/// With real sockets and a real event loop that hangs.
@Suite(.timeLimit(.minutes(5)))
struct CallSocketsTests {
    private final class Kept: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let sockets = CallSockets()
        let opened: EventLoopPromise<any Channel>
        private let socket = Mutex<CallSockets.Socket?>(nil)

        init(_ opened: EventLoopPromise<any Channel>) {
            self.opened = opened
        }

        func channelActive(context: ChannelHandlerContext) {
            let kept = self.sockets.keep(context.channel)
            self.socket.withLock { $0 = kept }
            self.opened.succeed(context.channel)
        }

        func channelInactive(context: ChannelHandlerContext) {
            self.socket.withLock { $0.take() }?.release()
        }
    }

    @Test func theOtherEndSeesTheEndWhileTheLoopHangsAndTheChannelClosesWhenItIsBack() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let (hanging, other) = (group.next(), group.next())
        let kept = Kept(hanging.makePromise())
        let server = try await ServerBootstrap(group: hanging)
            .childChannelInitializer { $0.pipeline.addHandler(kept) }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let port = try #require(server.localAddress?.port)
        let client = try await ClientBootstrap(group: other).connect(host: "127.0.0.1", port: port).get()
        let child = try await kept.opened.futureResult.get()
        #expect(kept.sockets.count == 1)

        let (entered, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        hanging.execute {
            entered.signal()
            release.wait()
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                entered.wait()
                continuation.resume()
            }
        }
        #expect(kept.sockets.shutDown(on: other) == 0)
        #expect(kept.sockets.shutDown(on: hanging) == 1)
        try await client.closeFuture.get()
        #expect(child.isActive)

        release.signal()
        try await child.closeFuture.get()
        // The promise is kept before the handler hears of it.
        try await hanging.submit {}.get()
        #expect(kept.sockets.count == 0)
        try await server.close()
        try await group.shutdownGracefully()
    }

    @Test func aSocketThatIsNotShutDownEndsAsUsual() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let kept = Kept(group.next().makePromise())
        let server = try await ServerBootstrap(group: group)
            .childChannelInitializer { $0.pipeline.addHandler(kept) }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let port = try #require(server.localAddress?.port)
        let client = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()
        // The duplicate keeps nothing open.
        try await kept.opened.futureResult.get().close()
        try await client.closeFuture.get()
        #expect(kept.sockets.count == 0)
        try await server.close()
        try await group.shutdownGracefully()
    }
}
