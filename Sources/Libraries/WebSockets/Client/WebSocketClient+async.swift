// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import NIOCore
import NIOPosix

extension WebSocketClient {
    /// Connects, runs `body` with the connection, closes it and waits for its end.
    ///
    /// Without an event loop, one of the process's shared ones is taken. Cancelling the task closes the connection.
    /// Throws a ``WebSocketError`` when no connection came about, otherwise what `body` throws.
    public static func withConnection<Result>(
        to url: String,
        headers: HTTPFields = HTTPFields(),
        configuration: WebSocketClientConfiguration = WebSocketClientConfiguration(),
        on eventLoop: (any EventLoop)? = nil,
        _ body: (WebSocketInbound, WebSocketOutbound) async throws -> Result
    ) async throws -> Result {
        let eventLoop = eventLoop ?? MultiThreadedEventLoopGroup.singleton.any()
        let session = eventLoop.makePromise(of: WebSocketSession.self)
        let queue = configuration.webSocket.maxInboundQueue
        self.connect(to: url, headers: headers, configuration: configuration, on: eventLoop) { channel in
            let delegate = WebSocketAsyncDelegate(eventLoop: channel.eventLoop, maxInboundQueue: queue)
            session.succeed(WebSocketSession(delegate, channel: channel))
            return delegate
        }
        .whenFailure { session.fail($0) }
        return try await session.futureResult.get().run(body)
    }
}
