// SPDX-License-Identifier: Apache-2.0

/// A word that a ``SimulatedEar`` has heard, with its place in the connection's audio.
public struct HeardWord: Sendable, Hashable {
    /// The word.
    public var text: String
    /// Its first sample, counted from the connection's first.
    public var start: Int
    /// The sample after its last.
    public var end: Int
    /// How sure the ear is, 0…1.
    public var confidence: Double

    /// Creates a word.
    public init(text: String, start: Int, end: Int, confidence: Double = 0.98) {
        self.text = text
        self.start = start
        self.end = end
        self.confidence = confidence
    }
}
