// SPDX-License-Identifier: Apache-2.0

/// All that the caller said between two of our replies.
public struct CallerTurn: Sendable, Hashable, Codable {
    /// Counts the caller's turns from 1.
    public var number: Int
    /// The utterances in order.
    public var utterances: [Utterance]

    /// Creates a turn.
    public init(number: Int, utterances: [Utterance]) {
        self.number = number
        self.utterances = utterances
    }

    /// The words of all utterances.
    public var text: String {
        self.utterances.lazy.map(\.text).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The utterances' confidence, weighted by their length in words; 0 when nothing was understood.
    public var confidence: Double {
        let weighted = self.utterances.filter { !$0.text.isEmpty }.map { utterance in
            (confidence: utterance.confidence, weight: Double(max(utterance.words.count, 1)))
        }
        let weight = weighted.reduce(0) { $0 + $1.weight }
        guard weight > 0 else { return 0 }
        return weighted.reduce(0) { $0 + $1.confidence * $1.weight } / weight
    }

    /// Where the last of it ends, from the start of the stream.
    public var end: Duration { self.utterances.last?.end ?? .zero }
}
