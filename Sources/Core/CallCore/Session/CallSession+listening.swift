// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore
import ServiceContextModule

extension CallSession {
    func openRecogniser() -> any RecognitionSession {
        let request = RecognitionRequest(
            call: self.info.id,
            hints: self.conversation.dialogue.responder.hints,
            language: self.configuration.language,
            endOfTurnSilence: self.conversation.dialogue.policy.endOfTurnSilence
        )
        return ServiceContext.within(self.conversation.trace?.context) {
            self.recogniser.open(request, on: self.eventLoop) { [weak self] event in
                self?.assumeIsolated { $0.recognised(event) }
            }
        }
    }

    func recognised(_ event: RecognitionEvent) {
        switch event {
        case .speechStarted:
            self.take(.callerSpeechStarted)
        case .interim(let guess):
            // A sign that the caller goes on speaking; the words count when they are final.
            if !guess.text.isEmpty { self.take(.callerSpeechStarted) }
        case .utterance(let utterance, let endsTurn):
            self.record(utterance)
            self.take(.utterance(utterance, endsTurn: endsTurn))
        case .turnEnded:
            self.take(.turnEnded)
        case .suspended:
            guard self.outage.begin(self.earsName, at: self.eventLoop.now, self.logger) else { return }
            self.take(.recogniserSuspended)
        case .resumed:
            guard self.outage.end(at: self.eventLoop.now, self.logger) else { return }
            self.take(.recogniserResumed)
        case .audioLost(let lost, let offset):
            self.noteLoss(of: lost, at: offset)
        case .finished:
            // Unasked it is a failure: nobody would hear the caller any more.
            if self.ending == nil { self.recogniserFailed("ended by itself") } else { self.becameDeaf() }
        case .failed(let error):
            self.recogniserFailed("\(error)")
        }
    }

    /// Whose ears are at work.
    var earsName: String { self.listener?.engine ?? self.recogniser.name }

    func noteLoss(of lost: Duration, at offset: Duration) {
        self.conversation.metrics.calls.audioLost.increment(by: lost / .seconds(1))
        self.conversation.tally.lost(lost)
        self.recorder.record(.audioLost(lost, at: offset))
    }

    private func recogniserFailed(_ error: String) {
        self.logger.error("recogniser failed", metadata: ["error": "\(error)"])
        if let unheard = self.listener?.takeUnheard() { self.noteLoss(of: unheard.length, at: unheard.offset) }
        self.becameDeaf()
        self.take(.recogniserFailed)
    }

    func record(_ utterance: Utterance) {
        guard !utterance.text.isEmpty else { return }
        self.conversation.metrics.calls.confidence.record(utterance.confidence)
        self.noteWords(utterance.text, confidence: utterance.confidence)
        self.recorder.record(
            .spoken(
                SpokenLine(
                    speaker: .caller,
                    text: utterance.text,
                    start: utterance.start,
                    end: utterance.end,
                    confidence: utterance.confidence,
                    words: utterance.words,
                    source: self.earsName
                )
            )
        )
    }
}
