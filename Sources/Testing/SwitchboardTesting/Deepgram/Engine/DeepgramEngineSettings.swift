// SPDX-License-Identifier: Apache-2.0

/// How a simulated engine behaves when nothing is wrong; the defaults are Deepgram's own figures.
public struct DeepgramEngineSettings: Sendable, Hashable {
    /// From the audio to the message about it.
    public var latency: Duration = .milliseconds(200)
    /// The latency varies by up to so much more.
    public var jitter: Duration = .milliseconds(60)
    /// How much faster than real time audio is consumed.
    public var pace: Double = 1.25
    /// So much audio is consumed at once after a pause.
    public var burst: Duration = .milliseconds(500)
    /// Audio between interim results (`[chunking.streaming] step`).
    public var interimStep: Duration = .seconds(1)
    /// Long speech is made final in pieces so long.
    public var longestPiece: ClosedRange<Duration> = .seconds(3)...(.seconds(5))
    /// No audio and no command for so long ends a connection; Flux waits ``fluxIdleLimit``.
    public var idleLimit: Duration = .seconds(10)
    /// The first audio must come within this.
    public var firstAudioLimit: Duration = .seconds(10)
    /// No message for so long ends a connection to Flux.
    public var fluxIdleLimit: Duration = .seconds(60)
    /// How often `Finalize` is answered when less than 100 ms of audio wait for it; otherwise it always is.
    public var shortFinalizeAnswered: Double = 0.75
    /// So many of the newest final words are kept in a connection's report.
    public var recordedWords = 100_000
    /// The `created` of `Metadata`.
    public var created = "2026-01-01T00:00:00.000Z"

    /// The defaults.
    public init() {}
}
