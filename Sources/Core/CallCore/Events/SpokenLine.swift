// SPDX-License-Identifier: Apache-2.0

/// One line of the transcript before it has a number: what was said, or of our own speech what was really heard.
public struct SpokenLine: Sendable, Hashable, Codable {
    /// Who spoke.
    public var speaker: Speaker
    /// The words. Of the agent only those that the caller heard.
    public var text: String
    /// Where it starts, from the start of the stream's audio.
    public var start: Duration
    /// Where it ends.
    public var end: Duration
    /// The recogniser's confidence, 0…1; 1 for the agent.
    public var confidence: Double
    /// The words with their times; empty where the engine gives none.
    public var words: [Word]
    /// Whether the caller cut in (agent only).
    public var isInterrupted: Bool
    /// Whose ears or voice it was: the engine's name, for the agent the reply's source as well.
    public var source: String

    /// Creates a line.
    public init(
        speaker: Speaker,
        text: String,
        start: Duration,
        end: Duration,
        confidence: Double = 1,
        words: [Word] = [],
        isInterrupted: Bool = false,
        source: String
    ) {
        self.speaker = speaker
        self.text = text
        self.start = start
        self.end = end
        self.confidence = confidence
        self.words = words
        self.isInterrupted = isInterrupted
        self.source = source
    }
}
