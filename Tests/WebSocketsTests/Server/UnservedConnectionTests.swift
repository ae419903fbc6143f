// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import WebSockets

/// A server that ends between accepting a connection and serving it must not end the process.
@Suite(.timeLimit(.minutes(1)))
struct UnservedConnectionTests {
    @Test func aConnectionThatNobodyServesIsClosed() async throws {
        let setup = WebSocketHTTPChannel(
            responder: { _, _, _ in },
            shouldUpgrade: { _ in .notWebSocket }
        )
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let accepted = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                // What it gives is dropped here.
                let dropped = setup.setup(channel: channel, logger: logger).map { _ in }
                dropped.cascade(to: accepted)
                return dropped
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        try await accepted.futureResult.get()
        // The other end sees it go; without the mend the process would be gone.
        try await client.closeFuture.get()
        try await server.close()
    }
}
