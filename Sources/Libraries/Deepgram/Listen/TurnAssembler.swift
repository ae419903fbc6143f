// SPDX-License-Identifier: Apache-2.0

/// Makes utterances of what Flux (`/v2/listen`) sends: one for each turn.
///
/// Each message has the text of the whole turn so far, which may still change until the turn ends; so nothing is final
/// before that. Source: developers.deepgram.com "Understanding the Flux State Machine".
public struct TurnAssembler: TranscriptAssembler {
    /// Up to here everything is final: the end of the last turn, or of the silence after it.
    public private(set) var finalEnd = 0.0
    /// Where the last word of the last turn ends.
    public private(set) var lastWordEnd = 0.0

    private let furthestJump: Duration
    private var offset = 0.0
    private var sequence = -1
    private var endedTurn = -1
    private var isSpeaking = false
    private var guess: TranscriptPiece?

    /// Creates an assembler for one speaker of one call; turns that lie further ahead than `furthestJump` are ignored.
    public init(furthestJump: Duration = .seconds(3600)) {
        self.furthestJump = furthestJump
    }

    /// The turn that was going on is dropped: its audio comes again.
    public mutating func connected(at offset: Double) {
        self.offset = offset.isFinite ? offset : self.finalEnd
        self.sequence = -1
        self.endedTurn = -1
        self.isSpeaking = false
        self.guess = nil
    }

    /// See ``TranscriptAssembler/take(_:now:)``.
    public mutating func take(_ message: ListenMessage, now: Duration) -> [TranscriptEvent] {
        guard case .turn(let turn) = message, self.isPlausible(turn), self.isNew(turn) else { return [] }
        let start = max(0, turn.start) + self.offset
        let piece = self.piece(turn, range: start...max(start, turn.end + self.offset))
        if turn.event == .endOfTurn { return self.end(turn, piece, at: turn.end + self.offset) }
        guard let piece else {
            // Nobody has said anything in this turn: its silence is done with.
            if turn.transcript.isEmpty { self.finalEnd = max(self.finalEnd, turn.end + self.offset) }
            self.guess = nil
            return []
        }
        self.guess = piece
        return self.begin(piece) + [.interim(Transcript(CollectionOfOne(piece)))]
    }

    /// Taken, a turn far ahead would make everything after it look as if it had come before.
    private func isPlausible(_ turn: FluxTurn) -> Bool {
        turn.start.isFinite && turn.end.isFinite
            && turn.end + self.offset - max(self.offset, self.finalEnd) <= self.furthestJump / .seconds(1)
    }

    /// Says whether a message is neither repeated nor older than what was taken already.
    private mutating func isNew(_ turn: FluxTurn) -> Bool {
        guard turn.index < 0 || turn.index > self.endedTurn else { return false }
        guard turn.sequence >= 0 else { return true }
        guard turn.sequence > self.sequence else { return false }
        self.sequence = turn.sequence
        return true
    }

    private func piece(_ turn: FluxTurn, range: ClosedRange<Double>) -> TranscriptPiece? {
        TranscriptPiece(
            transcript: turn.transcript,
            confidence: 0,
            words: turn.words,
            offset: self.offset,
            range: range,
            earliest: self.lastWordEnd
        ) { $0 >= self.lastWordEnd }
    }

    /// A new connection may begin in the middle of a turn, with an update instead of a start.
    private mutating func begin(_ piece: TranscriptPiece) -> [TranscriptEvent] {
        guard !self.isSpeaking else { return [] }
        self.isSpeaking = true
        return [.speechStarted(at: piece.start)]
    }

    private mutating func end(_ turn: FluxTurn, _ piece: TranscriptPiece?, at end: Double) -> [TranscriptEvent] {
        self.endedTurn = max(self.endedTurn, turn.index)
        self.finalEnd = max(self.finalEnd, end)
        var events: [TranscriptEvent] = []
        if let piece {
            events += self.begin(piece)
            self.lastWordEnd = max(self.lastWordEnd, piece.end)
            let ending = turn.trigger == "manual" ? TranscriptEvent.Ending.finalized : .endpoint
            events.append(.utterance(Transcript(CollectionOfOne(piece)), ending))
        }
        self.guess = nil
        self.isSpeaking = false
        return events
    }

    /// Nothing to remember: Flux says itself that a turn was ended by hand.
    public mutating func finalizing() {}

    /// Never: Flux numbers its messages, and each replaces the one before.
    public var deadline: Duration? { nil }

    /// Nothing waits.
    public mutating func expire(now: Duration) -> [TranscriptEvent] { [] }

    /// See ``TranscriptAssembler/flush(guesses:)``. A guess that was reported counts as final from then on.
    public mutating func flush(guesses: Bool) -> [TranscriptEvent] {
        guard let guess = self.guess else { return [] }
        self.guess = nil
        guard guesses else { return [] }
        self.finalEnd = max(self.finalEnd, guess.range.upperBound)
        self.lastWordEnd = max(self.lastWordEnd, guess.end)
        return [.utterance(Transcript(CollectionOfOne(guess)), .forced)]
    }

    /// A turn is going on that has words.
    public var isHolding: Bool { self.guess != nil }
}
