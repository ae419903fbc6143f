// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension CallSession {
    func openRecogniser() -> any RecognitionSession {
        let request = RecognitionRequest(
            call: self.info.id,
            hints: self.dialogue.responder.hints,
            language: self.configuration.language,
            endOfTurnSilence: self.dialogue.policy.endOfTurnSilence
        )
        return self.recogniser.open(request, on: self.eventLoop) { [weak self] event in
            self?.assumeIsolated { $0.recognised(event) }
        }
    }

    func recognised(_ event: RecognitionEvent) {
        switch event {
        case .speechStarted:
            self.perform(self.machine.handle(.callerSpeechStarted))
        case .interim:
            break
        case .utterance(let utterance, let endsTurn):
            self.record(utterance)
            self.perform(self.machine.handle(.utterance(utterance, endsTurn: endsTurn)))
        case .turnEnded:
            self.perform(self.machine.handle(.turnEnded))
        case .audioLost(let lost, let offset):
            CallMetrics.audioLost.increment(by: lost / .seconds(1))
            self.recorder.record(.audioLost(lost, at: offset))
        case .finished:
            self.becameDeaf()
        case .failed(let error):
            self.logger.error("recogniser failed", metadata: ["error": "\(error)"])
            self.perform(self.machine.handle(.recogniserFailed))
            self.becameDeaf()
        }
    }

    func record(_ utterance: Utterance) {
        guard !utterance.text.isEmpty else { return }
        CallMetrics.confidence.record(utterance.confidence)
        self.recorder.record(
            .spoken(
                SpokenLine(
                    speaker: .caller,
                    text: utterance.text,
                    start: utterance.start,
                    end: utterance.end,
                    confidence: utterance.confidence,
                    words: utterance.words,
                    source: self.recogniser.name
                )
            )
        )
    }
}
