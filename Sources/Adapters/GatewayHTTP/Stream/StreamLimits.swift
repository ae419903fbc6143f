// SPDX-License-Identifier: Apache-2.0

public import WebSockets

/// Bounds of media streams.
public struct StreamLimits: Sendable, Hashable {
    /// How long after the upgrade `start` may take. Then 1008.
    public var startDeadline = Duration.seconds(10)
    /// Messages that break the protocol without ending the stream; the one that reaches this number ends it with 1008.
    public var offences = 20
    /// Sockets that have not said `start` yet. Further upgrades get 503.
    public var unstarted = 256
    /// How long the store may take to say what is known of a call whose webhook another instance has answered. Then 1013,
    /// and Twilio asks what comes next.
    public var callWait = Duration.seconds(2)
    /// Messages that are kept meanwhile.
    public var keptMessages = 1_024
    /// How deep a message may be nested.
    public var depth = 32
    /// How many values a message may have.
    public var values = 1_000
    /// Bounds of the sockets themselves: 64 KiB a message, 256 KiB towards the caller, pings every 20 seconds.
    public var webSocket = WebSocketConfiguration()

    /// The defaults.
    public init() {}
}
