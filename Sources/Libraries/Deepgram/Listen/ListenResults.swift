// SPDX-License-Identifier: Apache-2.0

/// A piece of the transcript: what Deepgram makes of the audio from ``start`` on, for ``duration``.
///
/// All times are seconds of audio fed on this connection: neither the wall clock nor the time of `KeepAlive` counts.
public struct ListenResults: Sendable, Hashable {
    /// Which channel, from 0.
    public var channel: Int
    /// How many channels the connection has.
    public var channels: Int
    /// Where the audio of this piece begins.
    public var start: Double
    /// How long it is.
    public var duration: Double
    /// The text of this stretch will not be sent again.
    public var isFinal: Bool
    /// A pause as long as `endpointing` follows.
    public var speechFinal: Bool
    /// `Finalize` caused it.
    public var fromFinalize: Bool
    /// The text of the best alternative; often empty.
    public var transcript: String
    /// How sure Deepgram is, 0…1; 0 when the text is empty.
    public var confidence: Double
    /// The words of the best alternative.
    public var words: [TranscriptWord]
    /// Deepgram's id of the connection.
    public var requestID: String?

    /// Where the audio of this piece ends.
    public var end: Double { self.start + self.duration }

    /// Creates a piece.
    public init(
        channel: Int = 0,
        channels: Int = 1,
        start: Double,
        duration: Double,
        isFinal: Bool = false,
        speechFinal: Bool = false,
        fromFinalize: Bool = false,
        transcript: String = "",
        confidence: Double = 0,
        words: [TranscriptWord] = [],
        requestID: String? = nil
    ) {
        self.channel = channel
        self.channels = channels
        self.start = start
        self.duration = duration
        self.isFinal = isFinal
        self.speechFinal = speechFinal
        self.fromFinalize = fromFinalize
        self.transcript = transcript
        self.confidence = confidence
        self.words = words
        self.requestID = requestID
    }
}
