// SPDX-License-Identifier: Apache-2.0

/// A stretch of recognised speech: final, never changed afterwards.
///
/// An empty ``text`` says that somebody spoke and no word could be made of it; the dialogue then asks again.
public struct Utterance: Sendable, Hashable, Codable {
    /// The words joined by spaces.
    public var text: String
    /// Where the speech starts, from the start of the stream's audio.
    public var start: Duration
    /// Where it ends.
    public var end: Duration
    /// How sure the engine is of the whole, 0…1; the mean of the words where the engine gives no other figure.
    public var confidence: Double
    /// The words in order of time.
    public var words: [Word]

    /// Creates an utterance.
    public init(text: String, start: Duration, end: Duration, confidence: Double, words: [Word] = []) {
        self.text = text
        self.start = start
        self.end = end
        self.confidence = confidence
        self.words = words
    }
}
