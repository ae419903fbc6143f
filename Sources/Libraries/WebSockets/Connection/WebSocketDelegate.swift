// SPDX-License-Identifier: Apache-2.0

/// Receives what happens on one ``WebSocketConnection``, on that connection's event loop and nowhere else.
///
/// This is the hot path: no task, no `await`, no copy. A delegate is confined to the event loop and so need not be
/// `Sendable`; an actor whose executor is the event loop enters itself with `assumeIsolated`. Callbacks come in the order
/// of the wire: `webSocketDidOpen` first, `didClose` once and last. A callback must not block.
public protocol WebSocketDelegate: AnyObject {
    /// The handshake is done; messages may be sent from now on. Keep the connection if you send outside callbacks.
    func webSocketDidOpen(_ webSocket: WebSocketConnection)

    /// A whole text message, valid UTF-8. The bytes live only during this call: copy what you keep.
    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan)

    /// A whole binary message. The bytes live only during this call: copy what you keep.
    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan)

    /// A pong, with the payload of the ping it answers. Does nothing unless implemented.
    func webSocket(_ webSocket: WebSocketConnection, didReceivePong payload: RawSpan)

    /// All messages of one read from the socket have been delivered; what was sent during them leaves now, in one write.
    /// Does nothing unless implemented.
    func webSocketDidFinishReading(_ webSocket: WebSocketConnection)

    /// ``WebSocketConnection/isWritable`` has changed. Does nothing unless implemented.
    func webSocketWritabilityDidChange(_ webSocket: WebSocketConnection)

    /// The server that holds this connection shuts down gracefully: drain, then close. Closes with 1001 at once unless
    /// implemented. The server waits for the connection to end.
    func webSocketServerWillShutDown(_ webSocket: WebSocketConnection)

    /// The end. Nothing else is called afterwards, and nothing can be sent any more.
    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure)
}

extension WebSocketDelegate {
    /// Does nothing.
    public func webSocket(_ webSocket: WebSocketConnection, didReceivePong payload: RawSpan) {}
    /// Does nothing.
    public func webSocketDidFinishReading(_ webSocket: WebSocketConnection) {}
    /// Does nothing.
    public func webSocketWritabilityDidChange(_ webSocket: WebSocketConnection) {}
    /// Closes with 1001.
    public func webSocketServerWillShutDown(_ webSocket: WebSocketConnection) {
        webSocket.close(.goingAway, reason: "server shutting down")
    }
}
