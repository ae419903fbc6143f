// SPDX-License-Identifier: Apache-2.0

/// How one turn of the caller was answered, with the time each stage took.
public struct TurnSummary: Sendable, Hashable, Codable {
    /// What became of the turn.
    public enum Outcome: String, Sendable, Hashable, Codable {
        /// The responder knew an answer.
        case answered
        /// Recognised too badly, or no answer matched: asked again.
        case askedAgain = "asked_again"
        /// Given up: handed over.
        case handedOver = "handed_over"
        /// The responder failed or was too late.
        case failed
    }

    /// Counts the caller's turns from 1.
    public var number: Int
    /// What became of it.
    public var outcome: Outcome
    /// The reply's source.
    public var source: String
    /// How well the answer matched, 0…1.
    public var score: Double?
    /// End of speech → the engine's last word (the endpointing silence is in it).
    public var recognition: Duration?
    /// Last word → reply's text.
    public var response: Duration?
    /// Reply's text → first audio sent.
    public var synthesis: Duration?

    /// End of speech → first audio sent: the pause a caller notices; `nil` where a stage of it is not known.
    public var total: Duration? {
        guard let recognition, let response, let synthesis else { return nil }
        return recognition + response + synthesis
    }

    /// Creates a summary.
    public init(
        number: Int,
        outcome: Outcome,
        source: String,
        score: Double? = nil,
        recognition: Duration? = nil,
        response: Duration? = nil,
        synthesis: Duration? = nil
    ) {
        self.number = number
        self.outcome = outcome
        self.source = source
        self.score = score
        self.recognition = recognition
        self.response = response
        self.synthesis = synthesis
    }
}
