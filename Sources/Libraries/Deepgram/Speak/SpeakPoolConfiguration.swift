// SPDX-License-Identifier: Apache-2.0

/// The deadlines and bounds of WebSockets to Aura.
public struct SpeakPoolConfiguration: Sendable, Hashable {
    /// How long finding the name and TCP may take, and as long again TLS and the upgrade.
    public var connectTime: Duration = .seconds(3)
    /// How long a connection is kept for the next text.
    public var idleTime: Duration = .seconds(60)
    /// How old a connection may become before its next text gets a new one; Deepgram ends it at 60 minutes.
    public var longestLife: Duration = .seconds(55 * 60)
    /// Connections kept for each event loop and voice.
    public var idleConnections = 8
    /// Texts on one connection within a minute; Deepgram warns at more than 20 `Flush`.
    public var textsPerMinute = 19
    /// Characters on one connection within a minute; Deepgram closes it at more than 2,400.
    public var charactersPerMinute = 2_400
    /// How long Deepgram may take to answer `Clear`.
    public var clearTime: Duration = .seconds(2)
    /// The largest message taken, in bytes.
    public var longestMessage = 1 << 20

    /// The defaults.
    public init() {}
}
