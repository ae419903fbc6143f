// SPDX-License-Identifier: Apache-2.0

/// Times the stages of a turn: end of speech, last word, reply, first sound. A pure value; the session brings the time,
/// counted from the stream's start like the audio.
struct TurnClock: Sendable {
    private var summary: TurnSummary?
    private var turn: Int?
    private var recognition: Duration?
    private var heardAt: Duration?
    private var repliedAt: Duration?

    /// The turn is complete: its last word has been recognised. When it was said is not known (`hasNoEnd`) where nobody
    /// tells, or where that was in an earlier stream, whose time is another one.
    mutating func heard(_ turn: CallerTurn, at now: Duration, hasNoEnd: Bool = false) {
        self.turn = turn.number
        self.recognition = now >= turn.end && !hasNoEnd ? now - turn.end : nil
        self.heardAt = now
        self.repliedAt = nil
    }

    /// It is decided how the turn is answered. One that nobody was asked about has no times of its own.
    mutating func noted(_ summary: TurnSummary) {
        self.summary = summary
        if self.turn != summary.number {
            self.recognition = nil
            self.heardAt = nil
        }
    }

    /// The reply's text is there.
    mutating func replied(at now: Duration) {
        if self.summary != nil { self.repliedAt = now }
    }

    /// The first sound was sent; the summary is complete and is given once.
    mutating func started(at now: Duration) -> TurnSummary? {
        guard var summary = self.take() else { return nil }
        summary.synthesis = self.repliedAt.map { now - $0 }
        return summary
    }

    /// No sound will come; what is known is given once.
    mutating func abandoned() -> TurnSummary? { self.take() }

    private mutating func take() -> TurnSummary? {
        guard var summary = self.summary else { return nil }
        self.summary = nil
        summary.recognition = self.recognition
        if let heardAt = self.heardAt, let repliedAt = self.repliedAt { summary.response = repliedAt - heardAt }
        self.heardAt = nil
        self.recognition = nil
        return summary
    }
}
