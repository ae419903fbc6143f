// SPDX-License-Identifier: Apache-2.0

/// One word with its place in the audio.
public struct TranscriptWord: Sendable, Hashable {
    /// The word as it is to be shown: with punctuation and capitals where Deepgram was asked for them.
    public var text: String
    /// Where it starts, in seconds.
    public var start: Double
    /// Where it ends, in seconds.
    public var end: Double
    /// How sure Deepgram is, 0…1.
    public var confidence: Double
    /// Who speaks, with diarisation.
    public var speaker: Int?

    /// Creates a word.
    public init(text: String, start: Double, end: Double, confidence: Double, speaker: Int? = nil) {
        self.text = text
        self.start = start
        self.end = end
        self.confidence = confidence
        self.speaker = speaker
    }
}
