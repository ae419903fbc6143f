// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Logging
import NIOCore
import ServiceContextModule

extension ListeningSession {
    func openEars(for side: ListeningSide) {
        let speaker = side.speaker
        let request = RecognitionRequest(
            call: self.info.id,
            hints: self.hints,
            language: self.configuration.language,
            endOfTurnSilence: self.configuration.endOfLineSilence,
            speaker: speaker
        )
        let recognition = ServiceContext.within(self.trace?.context) {
            self.recogniser.open(request, on: self.eventLoop) { [weak self] event in
                self?.assumeIsolated { $0.recognised(event, of: speaker) }
            }
        }
        side.listener = CallListener(recognition: recognition, now: self.eventLoop.now)
        if side.isDeaf { side.listener?.cancel() }
    }

    private func recognised(_ event: RecognitionEvent, of speaker: Speaker) {
        let side = speaker == .caller ? self.caller : self.agent
        switch event {
        case .speechStarted, .interim, .turnEnded:
            break
        case .suspended:
            _ = side.outage.begin(self.earsName(of: side), at: self.eventLoop.now, self.logger(for: side))
        case .resumed:
            _ = side.outage.end(at: self.eventLoop.now, self.logger(for: side))
        case .utterance(let utterance, _):
            self.record(utterance, of: side)
        case .audioLost(let lost, let offset):
            self.noteLoss(of: lost, at: offset)
        case .finished:
            // Unasked it is a failure: nobody would hear this side any more.
            if self.ending == nil { self.failed(side, "ended by itself") } else { self.finished(side) }
        case .failed(let error):
            self.failed(side, "\(error)")
        }
    }

    /// Whose ears are at work on a side.
    private func earsName(of side: ListeningSide) -> String { side.listener?.engine ?? self.recogniser.name }

    private func logger(for side: ListeningSide) -> Logger {
        var logger = self.logger
        logger[metadataKey: "speaker"] = "\(side.speaker.rawValue)"
        return logger
    }

    private func record(_ utterance: Utterance, of side: ListeningSide) {
        guard !utterance.text.isEmpty else { return }
        self.metrics.calls.confidence.record(utterance.confidence)
        let (words, now) = (
            utterance.text.wordCount, Duration.nanoseconds((self.eventLoop.now - self.startedAt).nanoseconds)
        )
        self.tally.recognised(words, of: side.speaker, confidence: utterance.confidence, at: now)
        self.metrics.said(words, by: side.speaker)
        self.recorder.record(
            .spoken(
                SpokenLine(
                    speaker: side.speaker,
                    text: utterance.text,
                    start: utterance.start,
                    end: utterance.end,
                    confidence: utterance.confidence,
                    words: utterance.words,
                    source: self.earsName(of: side)
                )
            )
        )
    }

    func noteLoss(of lost: Duration, at offset: Duration) {
        self.metrics.calls.audioLost.increment(by: lost / .seconds(1))
        self.tally.lost(lost)
        self.recorder.record(.audioLost(lost, at: offset))
    }

    /// The other side goes on being heard; when nobody is, the stream is of no use any more.
    private func failed(_ side: ListeningSide, _ error: String) {
        self.logger.error("recogniser failed", metadata: ["error": "\(error)", "speaker": "\(side.speaker.rawValue)"])
        side.fail()
        guard self.sides.allSatisfy(\.isDeaf) else { return }
        if let ending = self.ending { self.end(ending) } else { self.stop(.recogniserFailed) }
    }

    private func finished(_ side: ListeningSide) {
        side.becomeDeaf()
        if let ending = self.ending, self.sides.allSatisfy(\.isDeaf) { self.end(ending) }
    }

    func lastWordsAreLate() {
        guard !self.hasEnded, let ending = self.ending else { return }
        self.logger.warning("recogniser did not finish in time")
        for side in self.sides where !side.isDeaf { side.giveUp() }
        self.end(ending)
    }
}
