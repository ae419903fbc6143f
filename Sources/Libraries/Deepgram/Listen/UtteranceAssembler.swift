// SPDX-License-Identifier: Apache-2.0

/// Makes utterances of what `/v1/listen` sends.
///
/// Final pieces are collected until Deepgram tells a pause (`speech_final`), or misses words (`UtteranceEnd`) without
/// having told one, or answers our `Finalize`; guesses replace each other. What came twice is recognised by its time
/// and never by its text: "yes" and "yes" are two.
///
/// ```swift
/// var assembler = UtteranceAssembler()
/// assembler.connected(at: 0)
/// for event in assembler.take(message, now: now) {
///     if case .utterance(let transcript, _) = event { print(transcript.text) }
/// }
/// ```
/// Source: developers.deepgram.com "Configure Endpointing and Interim Results", "End of Speech Detection", "Utterance
/// End".
public struct UtteranceAssembler: TranscriptAssembler {
    /// A final message on our clock.
    struct Final {
        var results: ListenResults
        var range: ClosedRange<Double>
    }

    /// A final message that came before the one in front of it.
    struct Early {
        var final: Final
        var due: Duration
    }

    /// Times nearer than this are the same: a millisecond for Deepgram's rounding, the rest for its habit of moving
    /// ends.
    static let tolerance = 0.01

    /// How it decides.
    public let rules: UtteranceRules

    /// Up to here everything is final.
    public internal(set) var finalEnd = 0.0
    /// Where the last final word ends.
    public internal(set) var lastWordEnd = 0.0

    /// Leads from the connection's clock to ours.
    var offset = 0.0
    /// Up to here this connection has sent final pieces.
    var frontier = 0.0
    /// The final pieces of the utterance that is not complete yet, in order.
    var held: [TranscriptPiece] = []
    /// The newest guess.
    var guess: TranscriptPiece?
    /// Pieces that have overtaken others, in order.
    var early: [Early] = []
    /// Stretches that were passed over because their piece did not come in time.
    var gaps: [Range<Double>] = []
    /// An `UtteranceEnd` that came while pieces were waiting.
    var endAfterEarly: Double?
    /// Our `Finalize` has not been answered yet.
    var isFinalizing = false

    /// Creates an assembler for one speaker of one call.
    public init(rules: UtteranceRules = UtteranceRules()) {
        self.rules = rules
    }

    /// The guess is dropped and what was final stays, as do pieces that wait for others: their audio comes again.
    public mutating func connected(at offset: Double) {
        self.offset = offset.isFinite ? offset : self.finalEnd
        self.frontier = max(self.offset, self.lastWordEnd)
        self.guess = nil
        self.early = []
        self.gaps = []
        self.endAfterEarly = nil
        self.isFinalizing = false
    }

    /// See ``TranscriptAssembler/take(_:now:)``.
    public mutating func take(_ message: ListenMessage, now: Duration) -> [TranscriptEvent] {
        switch message {
        case .results(let results) where results.channel == self.rules.channel:
            return self.take(results, now: now)
        case .speechStarted(let channel, let time) where channel == self.rules.channel && time.isFinite:
            // Words that are held are not touched: speech may be told to begin several times in one utterance.
            return [.speechStarted(at: max(0, time) + self.offset)]
        case .utteranceEnd(let channel, let time) where channel == self.rules.channel && time.isFinite && time >= 0:
            if !self.early.isEmpty {
                self.endAfterEarly = time + self.offset
                return []
            }
            return self.endUtterance(at: time + self.offset)
        default:
            return []
        }
    }

    /// The next final that Deepgram marks as caused by `Finalize` completes the utterance.
    public mutating func finalizing() {
        self.isFinalizing = true
    }

    /// When the first piece has waited long enough.
    public var deadline: Duration? {
        self.early.lazy.map(\.due).min()
    }

    /// Takes what has waited long enough, and passes over what did not come.
    public mutating func expire(now: Duration) -> [TranscriptEvent] {
        var events: [TranscriptEvent] = []
        while let deadline = self.deadline, deadline <= now {
            events += self.accept(self.early.removeFirst().final)
            events += self.acceptFollowing()
        }
        return events
    }

    /// See ``TranscriptAssembler/flush(guesses:)``. A guess that was reported counts as final from then on.
    public mutating func flush(guesses: Bool) -> [TranscriptEvent] {
        var events: [TranscriptEvent] = []
        while !self.early.isEmpty {
            events += self.accept(self.early.removeFirst().final)
        }
        if guesses, let guess = self.guess {
            self.finalEnd = max(self.finalEnd, guess.range.upperBound)
            events += self.hold(guess)
        }
        self.guess = nil
        self.endAfterEarly = nil
        self.isFinalizing = false
        return events + self.complete(.forced)
    }

    /// Final words, a guess, or a piece that came too early.
    public var isHolding: Bool {
        !self.held.isEmpty || self.guess != nil || !self.early.isEmpty
    }
}
