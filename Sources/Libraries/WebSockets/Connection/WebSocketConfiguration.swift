// SPDX-License-Identifier: Apache-2.0

/// The settings of one connection; the defaults suit small messages between machines.
public struct WebSocketConfiguration: Sendable, Hashable {
    /// What the peer may send.
    public var limits: WebSocketLimits
    /// The time between our pings; `nil` sends none. Anything that arrives counts as a sign of life.
    public var pingInterval: Duration?
    /// How many pings in a row may stay without a sign of life before the connection is ended as dead.
    public var maxMissedPongs: Int
    /// How long the peer may take to answer our close frame, or to hang up after it.
    public var closeTimeout: Duration
    /// Closes the connection with 1001 when no text or binary message arrives for this long; `nil` waits for ever.
    /// The close comes between one and two times this long after the last message.
    public var idleTimeout: Duration?
    /// The bound, in bytes, of what is accepted for sending and not yet taken by the operating system. Over it, messages
    /// are not sent and ``WebSocketSendResult/queueFull`` says so.
    public var maxOutboundQueue: Int
    /// How many whole messages the `AsyncSequence` face may hold before it stops reading from the socket.
    public var maxInboundQueue: Int

    /// Pings every 20 seconds, dead after two missed, 5 seconds for the close handshake, 256 KiB outbound, 16 messages
    /// inbound.
    public init(
        limits: WebSocketLimits = WebSocketLimits(),
        pingInterval: Duration? = .seconds(20),
        maxMissedPongs: Int = 2,
        closeTimeout: Duration = .seconds(5),
        idleTimeout: Duration? = nil,
        maxOutboundQueue: Int = 256 << 10,
        maxInboundQueue: Int = 16
    ) {
        self.limits = limits
        self.pingInterval = pingInterval
        self.maxMissedPongs = maxMissedPongs
        self.closeTimeout = closeTimeout
        self.idleTimeout = idleTimeout
        self.maxOutboundQueue = maxOutboundQueue
        self.maxInboundQueue = maxInboundQueue
    }
}
