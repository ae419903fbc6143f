// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore

extension CallSession {
    func openRecogniser() -> any RecognitionSession {
        let request = RecognitionRequest(
            call: self.info.id,
            hints: self.conversation.dialogue.responder.hints,
            language: self.configuration.language,
            endOfTurnSilence: self.conversation.dialogue.policy.endOfTurnSilence
        )
        return self.recogniser.open(request, on: self.eventLoop) { [weak self] event in
            self?.assumeIsolated { $0.recognised(event) }
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
            self.logger.warning("recogniser cannot be reached", metadata: ["engine": "\(self.recogniser.name)"])
        case .resumed:
            self.logger.notice("recogniser is back", metadata: ["engine": "\(self.recogniser.name)"])
        case .audioLost(let lost, let offset):
            CallMetrics.audioLost.increment(by: lost / .seconds(1))
            self.recorder.record(.audioLost(lost, at: offset))
        case .finished:
            // Unasked it is a failure: nobody would hear the caller any more.
            if self.ending == nil { self.recogniserFailed("ended by itself") } else { self.becameDeaf() }
        case .failed(let error):
            self.recogniserFailed("\(error)")
        }
    }

    private func recogniserFailed(_ error: String) {
        self.logger.error("recogniser failed", metadata: ["error": "\(error)"])
        self.becameDeaf()
        self.take(.recogniserFailed)
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
