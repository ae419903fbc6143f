// SPDX-License-Identifier: Apache-2.0

extension ConversationSession {
    /// The transcript keeps only what the caller heard.
    func note(_ speech: Speech, _ heard: HeardSpeech) {
        self.noteTurn(self.conversation.turns.abandoned())
        self.conversation.trace?.said(speech, heard)
        guard !heard.text.isEmpty else { return }
        let words = heard.text.wordCount
        self.conversation.tally.said(words)
        self.conversation.metrics.said(words, by: .agent)
        if let last = self.history.indices.last, speech.turn == self.history[last].number {
            self.conversation.history[last].exchange.heard = heard.text
        }
        let end = self.position
        self.recorder.record(
            .spoken(
                SpokenLine(
                    speaker: .agent,
                    text: heard.text,
                    start: max(end - heard.played, .zero),
                    end: end,
                    isInterrupted: !heard.isComplete,
                    source: "\(heard.voice ?? self.voiceName) \(speech.reply.source)"
                )
            )
        )
    }

    /// Keeps how a turn was answered and how long that took.
    func noteTurn(_ summary: TurnSummary?) {
        guard let summary else { return }
        self.recorder.record(.turn(summary))
        self.conversation.tally.answered(after: summary.total)
        let stages: [(TurnStage, Duration?)] = [
            (.recognition, summary.recognition), (.response, summary.response), (.synthesis, summary.synthesis),
            (.total, summary.total),
        ]
        for case (let stage, let duration?) in stages { self.conversation.metrics.took(duration, for: stage) }
    }

    /// The first sound of a speech is on its way.
    func noteStart() {
        self.conversation.tally.voiceBegan(at: self.now)
        self.noteTurn(self.conversation.turns.started(at: self.now))
    }

    /// The first sound of a speech was heard, so long after it was sent; `nil` where nobody tells when that was.
    func noteHeard(_ speech: Speech, after playback: Duration? = nil) {
        guard speech.turn != nil else { return }
        self.conversation.tally.replyHeard(at: self.now)
        if let playback { self.conversation.metrics.took(playback, for: .playback) }
    }

    /// The caller said something; `confidence` is `nil` where the engine tells none.
    func noteWords(_ text: String, confidence: Double?) {
        let words = text.wordCount
        self.conversation.tally.recognised(words, of: .caller, confidence: confidence, at: self.now)
        self.conversation.metrics.said(words, by: .caller)
    }

    /// The caller cut in on what we were saying.
    func noteInterruption() {
        self.conversation.tally.interrupted()
        self.conversation.metrics.interrupted()
    }
}
