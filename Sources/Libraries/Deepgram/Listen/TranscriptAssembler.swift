// SPDX-License-Identifier: Apache-2.0

/// Makes utterances of the messages of a connection, and of the connections after it: what was final stays, what was a
/// guess when a connection broke is dropped, and what comes twice is taken once. A pure value: the clock is handed in.
///
/// Implementations: ``UtteranceAssembler`` for `/v1/listen`, ``TurnAssembler`` for `/v2/listen`.
public protocol TranscriptAssembler: Sendable {
    /// A new connection: its times count from `offset`, in seconds of our clock. Its audio may begin before
    /// ``finalEnd``; words that had been final before are dropped.
    mutating func connected(at offset: Double)

    /// Takes a message of the newest connection; what has nothing to do with the transcript is ignored. `now` is any clock
    /// that does not go back.
    mutating func take(_ message: ListenMessage, now: Duration) -> [TranscriptEvent]

    /// `Finalize` (or `ForceEndTurn`) was sent for this assembler: its answer completes the utterance.
    mutating func finalizing()

    /// When ``expire(now:)`` wants to be called, if at all: pieces that came too early wait for those before them.
    var deadline: Duration? { get }

    /// The wait is over.
    mutating func expire(now: Duration) -> [TranscriptEvent]

    /// Completes the utterance with what there is; with `guesses`, with the newest guess too: nothing more will come.
    mutating func flush(guesses: Bool) -> [TranscriptEvent]

    /// Up to here everything is final: audio before it need not be kept. Seconds of our clock.
    var finalEnd: Double { get }

    /// Where the last final word ends: audio from here to ``finalEnd`` may be heard again without a word coming twice.
    var lastWordEnd: Double { get }

    /// Final words or a guess wait for the end of their utterance.
    var isHolding: Bool { get }
}
