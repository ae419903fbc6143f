// SPDX-License-Identifier: Apache-2.0

/// The deadlines and bounds of one connection to Deepgram's live transcription.
public struct ListenClientConfiguration: Sendable, Hashable {
    /// How long finding the name and TCP may take.
    public var connectTimeout: Duration
    /// How long TLS and the upgrade may take after that.
    public var upgradeTimeout: Duration
    /// How long Flux may take to say `Connected` after that.
    public var greetingTimeout: Duration
    /// How long a connection that was fed goes without audio before `KeepAlive` is sent, and sent again; kept within 3 to
    /// 5 s, since Deepgram closes after 10 s without either.
    public var keepAliveInterval: Duration
    /// The time between WebSocket pings. They do not keep a `/v1` connection, but find a dead peer; they do keep Flux.
    public var pingInterval: Duration
    /// How many pings in a row may stay without a sign of life before the connection counts as dead.
    public var maxMissedPongs: Int
    /// How long bytes may wait to be taken by the operating system before the connection counts as stalled. It is noticed
    /// within one and a half times this.
    public var writeDeadline: Duration
    /// How long the network may leave bytes unacknowledged, or the peer's window closed, before the operating system ends
    /// the connection (`TCP_USER_TIMEOUT`, RFC 5482; Linux only).
    public var unacknowledgedTimeout: Duration
    /// The operating system's send buffer in bytes (`SO_SNDBUF`). It is small, so that a peer that does not read is
    /// noticed: audio is 8 kB a second, and what waits in a large buffer looks as if it were sent.
    public var sendBufferSize: Int
    /// How long Deepgram may take to send what is left and to close after `CloseStream`.
    public var drainTimeout: Duration
    /// How long the end of a connection may take: the answer to a close frame, TLS's farewell.
    public var closeTimeout: Duration
    /// The largest message taken, in bytes. A larger one ends the connection, and costs a new one: a WebSocket that skips
    /// what it did not read could not tell a message from an attack.
    public var maxMessageSize: Int
    /// The bound in bytes of what is accepted for sending and not taken by the operating system yet.
    public var maxOutboundQueue: Int
    /// Certificates in PEM that are trusted besides the system's: for Deepgram on machines of one's own.
    public var extraTrustRoots: String?

    /// 5 s for each step of connecting, `KeepAlive` every 4 s, pings every 10 s with 3 missed, 2 s for writes, 10 s to drain.
    public init(
        connectTimeout: Duration = .seconds(5),
        upgradeTimeout: Duration = .seconds(5),
        greetingTimeout: Duration = .seconds(5),
        keepAliveInterval: Duration = .seconds(4),
        pingInterval: Duration = .seconds(10),
        maxMissedPongs: Int = 3,
        writeDeadline: Duration = .seconds(2),
        unacknowledgedTimeout: Duration = .seconds(10),
        sendBufferSize: Int = 16 << 10,
        drainTimeout: Duration = .seconds(10),
        closeTimeout: Duration = .seconds(2),
        maxMessageSize: Int = 1 << 20,
        maxOutboundQueue: Int = 256 << 10,
        extraTrustRoots: String? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.upgradeTimeout = upgradeTimeout
        self.greetingTimeout = greetingTimeout
        self.keepAliveInterval = min(max(keepAliveInterval, .seconds(3)), .seconds(5))
        self.pingInterval = pingInterval
        self.maxMissedPongs = maxMissedPongs
        self.writeDeadline = writeDeadline
        self.unacknowledgedTimeout = unacknowledgedTimeout
        self.sendBufferSize = sendBufferSize
        self.drainTimeout = drainTimeout
        self.closeTimeout = closeTimeout
        self.maxMessageSize = maxMessageSize
        self.maxOutboundQueue = maxOutboundQueue
        self.extraTrustRoots = extraTrustRoots
    }
}
