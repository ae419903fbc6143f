// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension CallSession {
    var voiceName: String { self.synthesiser.name }

    /// By the audio that has come: our own words stand where the caller's audio stood when they were heard.
    var position: Duration { self.listener?.position ?? .zero }

    var lag: Duration { self.listener?.backlog ?? .zero }

    func say(_ speech: Speech) {
        let trace = self.conversation.trace?.synthesising(speech, by: self.synthesiser.name)
        self.talker?.say(speech, in: trace)
    }

    func fallSilent() -> (speech: Speech, heard: HeardSpeech)? {
        self.talker?.stop()
    }

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
        case .synthesised(let speech, let voice, let origin):
            self.conversation.trace?.synthesised(speech, voice: voice, origin)
        case .started:
            self.conversation.trace?.audible()
            self.noteStart()
        case .heard(let speech, let playback):
            self.noteHeard(speech, after: playback)
        case .finished(let speech, let heard):
            self.lastVoice = heard.voice ?? self.lastVoice
            self.note(speech, heard)
            self.take(.speechFinished(number: speech.number))
        case .failed(let speech, let heard, let error):
            self.logger.error("synthesiser failed", metadata: ["error": "\(error)"])
            self.conversation.tally.speechFailed()
            self.conversation.trace?.notSynthesised(speech, error)
            self.note(speech, heard)
            self.take(.speechFailed(number: speech.number))
        case .stuck(let speech, let heard):
            self.conversation.metrics.calls.speechDropped.increment()
            self.conversation.tally.speechFailed()
            self.note(speech, heard)
            self.stop(.lineStuck, next: .resume)
        }
    }
}
