// SPDX-License-Identifier: Apache-2.0

/// One recognised word with its place in the call.
public struct Word: Sendable, Hashable, Codable {
    /// The word as the engine spells it.
    public var text: String
    /// Where it starts, from the start of the stream's audio.
    public var start: Duration
    /// Where it ends.
    public var end: Duration
    /// The engine's posterior, 0…1.
    public var confidence: Double

    /// Creates a word.
    public init(text: String, start: Duration, end: Duration, confidence: Double) {
        self.text = text
        self.start = start
        self.end = end
        self.confidence = confidence
    }
}
