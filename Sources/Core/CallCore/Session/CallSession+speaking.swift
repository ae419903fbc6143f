// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension CallSession {
    func makeTalker() -> CallTalker {
        CallTalker(
            line: self.line.value,
            synthesiser: self.synthesiser,
            eventLoop: self.eventLoop,
            configuration: .init(
                voice: self.configuration.voice,
                lead: self.configuration.lead,
                longestSpeech: self.configuration.longestSpeech
            ),
            deliver: { [weak self] event, number in
                self?.assumeIsolated { $0.talker?.synthesised(event, number: number) }
            },
            tick: { [weak self] in self?.assumeIsolated { $0.talker?.timerFired() } },
            // The talker is part of the session and calls back on its stack only.
            report: { [unowned self] event in self.assumeIsolated { $0.spoke(event) } }
        )
    }

    func spoke(_ event: CallTalker.Event) {
        switch event {
        case .started:
            self.noteTurn(self.turns.started(at: self.now))
        case .finished(let speech, let heard):
            self.note(speech, heard)
            self.perform(self.machine.handle(.speechFinished(number: speech.number)))
        case .failed(let speech, let heard, let error):
            self.logger.error("synthesiser failed", metadata: ["error": "\(error)"])
            self.note(speech, heard)
            self.perform(self.machine.handle(.speechFailed(number: speech.number)))
        case .stuck(let speech, let heard):
            CallMetrics.speechDropped.increment()
            self.note(speech, heard)
            self.stop(.lineStuck, next: .resume)
        }
    }

    /// The transcript keeps only what the caller heard.
    func note(_ speech: Speech, _ heard: HeardSpeech) {
        self.noteTurn(self.turns.abandoned())
        guard !heard.text.isEmpty else { return }
        if let last = self.history.indices.last, speech.turn == self.history[last].turn {
            self.history[last].exchange.heard = heard.text
        }
        let end = self.listener?.position ?? .zero
        self.recorder.record(
            .spoken(
                SpokenLine(
                    speaker: .agent,
                    text: heard.text,
                    start: max(end - heard.played, .zero),
                    end: end,
                    isInterrupted: !heard.isComplete,
                    source: "\(self.synthesiser.name) \(speech.reply.source)"
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
