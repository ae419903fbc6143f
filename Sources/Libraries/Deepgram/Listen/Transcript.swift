// SPDX-License-Identifier: Apache-2.0

/// What somebody said, put together from Deepgram's pieces. Times are seconds, on the clock that the assembler was given
/// with ``TranscriptAssembler/connected(at:)``.
public struct Transcript: Sendable, Hashable {
    /// The text, pieces joined by spaces.
    public var text: String
    /// Where the speech starts: its first word, or its first piece where there are no words.
    public var start: Double
    /// Where it ends.
    public var end: Double
    /// How sure Deepgram is of the whole, 0…1.
    public var confidence: Double
    /// The words in order.
    public var words: [TranscriptWord]

    /// Creates it.
    public init(text: String, start: Double, end: Double, confidence: Double, words: [TranscriptWord]) {
        self.text = text
        self.start = start
        self.end = end
        self.confidence = confidence
        self.words = words
    }
}
