// SPDX-License-Identifier: Apache-2.0

/// What became of a message that was given to ``WebSocketConnection`` for sending.
public enum WebSocketSendResult: Hashable, Sendable {
    /// It is on its way, in order.
    case sent
    /// It was dropped whole, because the bounded outbound queue has no room; counted in
    /// ``WebSocketConnection/droppedMessages``.
    case queueFull
    /// It was dropped, because the connection is closing or closed.
    case closed
}
