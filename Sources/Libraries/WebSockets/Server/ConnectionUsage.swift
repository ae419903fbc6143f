// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Tells the task that serves a connection, once each, what the connection turned out to be. Confined to the event loop;
/// only the futures leave it.
final class ConnectionUsage {
    /// What the connection's first request made of it.
    enum FirstUse: Sendable {
        case http
        /// It never carried a request for Hummingbird: it became a WebSocket at once, was refused, or ended.
        case other
    }

    /// A WebSocket served as an `AsyncSequence`, and by what.
    struct Session: Sendable {
        let session: WebSocketSession
        let handle: @Sendable (WebSocketInbound, WebSocketOutbound) async throws -> Void
    }

    private var firstUsePromise: EventLoopPromise<FirstUse>?
    private var sessionPromise: EventLoopPromise<Session?>?
    let firstUse: EventLoopFuture<FirstUse>
    /// The `AsyncSequence` session the connection became; `nil` when it ended without becoming one.
    let session: EventLoopFuture<Session?>

    init(eventLoop: any EventLoop) {
        let firstUse = eventLoop.makePromise(of: FirstUse.self)
        let session = eventLoop.makePromise(of: Session?.self)
        self.firstUsePromise = firstUse
        self.sessionPromise = session
        self.firstUse = firstUse.futureResult
        self.session = session.futureResult
    }

    func isHTTP() {
        self.firstUsePromise?.succeed(.http)
        self.firstUsePromise = nil
    }

    func ended() {
        self.firstUsePromise?.succeed(.other)
        self.firstUsePromise = nil
        self.sessionPromise?.succeed(nil)
        self.sessionPromise = nil
    }

    /// The WebSocket the connection becomes.
    func makeConnection(_ upgrade: WebSocketUpgrade, _ channel: any Channel) -> WebSocketConnection {
        let delegate: any WebSocketDelegate
        switch upgrade.service {
        case .delegate(let makeDelegate):
            delegate = makeDelegate(channel)
        case .messages(let handle):
            let bridge = WebSocketAsyncDelegate(
                eventLoop: channel.eventLoop,
                maxInboundQueue: upgrade.configuration.maxInboundQueue
            )
            self.sessionPromise?.succeed(Session(session: WebSocketSession(bridge, channel: channel), handle: handle))
            self.sessionPromise = nil
            delegate = bridge
        }
        return WebSocketConnection(
            role: .server,
            channel: channel,
            configuration: upgrade.configuration,
            delegate: delegate,
            maskKeys: nil
        )
    }
}
