// SPDX-License-Identifier: Apache-2.0

/// What a simulated Deepgram is like as a whole.
public struct DeepgramServiceSettings: Sendable, Hashable {
    /// The API key it accepts with `Authorization: Token`.
    public var key = "dg-simulated-key"
    /// The access token it accepts with `Authorization: Bearer`.
    public var accessToken = "dg-simulated-token"
    /// Connections to live transcription at once; beyond, upgrades are refused with 429.
    public var listenLimit = 150
    /// Connections to the synthesiser at once.
    public var speakLimit = 45
    /// Requests to the synthesiser at once.
    public var speakRequestLimit = 15
    /// From the text to the first audio.
    public var speechLatency: Duration = .milliseconds(150)
    /// Audio is sent so many times faster than it is heard.
    public var speechPace: Double = 8
    /// Characters of one text; beyond, 413 or a close with 1009.
    public var longestText = 2000
    /// Characters of a minute on one connection; beyond, a close with 1008.
    public var charactersPerMinute = 2400
    /// `Flush` messages of a minute; beyond, a `Warning`.
    public var flushesPerMinute = 20
    /// The longest life of a connection to the synthesiser.
    public var speechSessionLimit: Duration = .seconds(3600)
    /// Attempts, and reports of connections and of speech that are over, are kept up to this; then the oldest go.
    public var recordedConnections = 10_000
    /// How each connection behaves.
    public var engine = DeepgramEngineSettings()
    /// Everything random follows from it.
    public var seed: UInt64 = 1

    /// Deepgram's own figures (pay as you go).
    public init() {}
}
