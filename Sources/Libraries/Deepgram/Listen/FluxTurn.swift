// SPDX-License-Identifier: Apache-2.0

/// What Flux says about the turn that is going on (`TurnInfo`). The text is that of the whole turn so far: each replaces
/// the one before. Times are seconds of audio fed on this connection.
///
/// Source: developers.deepgram.com "Understanding the Flux State Machine".
public struct FluxTurn: Sendable, Hashable {
    /// What happened.
    public enum Event: Sendable, Hashable {
        /// The turn goes on; about every quarter of a second of audio.
        case update
        /// Somebody began to speak; the text is never empty.
        case startOfTurn
        /// The turn is probably over: a reply may be prepared. The text is never empty.
        case eagerEndOfTurn
        /// It was not over after all.
        case turnResumed
        /// It is over, and its text will not change any more.
        case endOfTurn
        /// One that this library does not know.
        case other(String)
    }

    /// What happened.
    public var event: Event
    /// Counts turns from 0.
    public var index: Int
    /// Counts messages from 0.
    public var sequence: Int
    /// Where the turn's audio begins.
    public var start: Double
    /// How far the audio has been worked off.
    public var end: Double
    /// The text of the turn so far.
    public var transcript: String
    /// Its words; Flux may leave their times out.
    public var words: [TranscriptWord]
    /// How sure Flux is that the turn is over, 0…1.
    public var endOfTurnConfidence: Double
    /// Why the turn ended: `model`, `manual`, `timeout`, or something newer.
    public var trigger: String?

    /// Creates it.
    public init(
        event: Event,
        index: Int,
        sequence: Int,
        start: Double,
        end: Double,
        transcript: String,
        words: [TranscriptWord],
        endOfTurnConfidence: Double = 0,
        trigger: String? = nil
    ) {
        self.event = event
        self.index = index
        self.sequence = sequence
        self.start = start
        self.end = end
        self.transcript = transcript
        self.words = words
        self.endOfTurnConfidence = endOfTurnConfidence
        self.trigger = trigger
    }
}
