// SPDX-License-Identifier: Apache-2.0

/// How a connection ended; handed to the delegate once, as its last event.
public struct WebSocketClosure: Hashable, Sendable {
    /// Who ended it.
    public enum Initiator: Hashable, Sendable {
        /// The peer sent the first close frame.
        case peer
        /// We sent the first close frame: because we were asked to, or because the peer broke a rule.
        case local
        /// There was no close handshake: the network or the peer went away.
        case transport
    }

    /// The code of the first close frame; `nil` when there was no close frame, or none in it.
    public var code: WebSocketCloseCode?
    /// The reason of the first close frame; whatever the peer wrote there, so treat it as hostile text.
    public var reason: String
    /// Who ended it.
    public var initiator: Initiator
    /// Set when the end was not a clean close handshake.
    public var error: WebSocketError?

    init(code: WebSocketCloseCode?, reason: String, initiator: Initiator, error: WebSocketError? = nil) {
        self.code = code
        self.reason = reason
        self.initiator = initiator
        self.error = error
    }
}
