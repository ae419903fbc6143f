// SPDX-License-Identifier: Apache-2.0

public import WebSockets

/// Bounds of ConversationRelay sessions. Sockets that have not said `setup` yet are counted with those of streams.
public struct RelayLimits: Sendable, Hashable {
    /// How long after the upgrade `setup` may take. Then 1008.
    public var setupDeadline = Duration.seconds(10)
    /// Messages that break the protocol without ending the session; the one that reaches this number ends it with 1008.
    public var offences = 10
    /// Messages a second, on average over ten seconds. More end the session with 1008.
    public var messagesPerSecond = 100
    /// How deep a message may be nested.
    public var depth = 32
    /// How many values a message may have.
    public var values = 1_000
    /// How long Twilio may take to close the socket after our `end`; then we do.
    public var closeWait = Duration.seconds(5)
    /// Bounds of the sockets themselves: 64 KiB a message, 256 KiB towards the caller, pings every 20 seconds.
    public var webSocket = WebSocketConfiguration()

    /// The defaults.
    public init() {}
}
