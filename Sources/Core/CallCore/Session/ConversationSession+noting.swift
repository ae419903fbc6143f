// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import NIOCore

extension ConversationSession {
    /// The transcript keeps only what the caller heard.
    func note(_ speech: Speech, _ heard: HeardSpeech) {
        self.noteTurn(self.conversation.turns.abandoned())
        self.conversation.trace?.said(speech, heard)
        guard !heard.text.isEmpty else { return }
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
        let stages = [
            ("recognition", summary.recognition), ("response", summary.response), ("synthesis", summary.synthesis),
        ]
        for case (let stage, let duration?) in stages {
            CallMetrics.turnLatency(stage: stage).recordNanoseconds(duration.milliseconds * 1_000_000)
        }
    }
}
