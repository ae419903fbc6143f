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
    /// How each connection behaves.
    public var engine = DeepgramEngineSettings()
    /// Everything random follows from it.
    public var seed: UInt64 = 1

    /// Deepgram's own figures (pay as you go).
    public init() {}
}
