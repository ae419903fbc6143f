// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The sending side of one connection, for any number of tasks.
public struct WebSocketOutbound: Sendable {
    let eventLoop: any EventLoop
    let delegate: NIOLoopBound<WebSocketAsyncDelegate>

    /// Sends a message. Returns when the connection has taken it; waits while the peer takes less than is sent. Throws a
    /// ``WebSocketError`` when the connection closes before that, or when too many tasks wait already.
    public func write(_ message: WebSocketMessage) async throws {
        let delegate = self.delegate
        try await self.eventLoop.flatSubmit { delegate.value.write(message) }.get()
    }

    /// Starts the close handshake; what was written before leaves first.
    public func close(_ code: WebSocketCloseCode = .normalClosure, reason: String = "") {
        let delegate = self.delegate
        self.eventLoop.execute { delegate.value.connection?.close(code, reason: reason) }
    }
}
