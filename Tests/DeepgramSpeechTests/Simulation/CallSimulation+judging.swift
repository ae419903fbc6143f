// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import SwitchboardTesting
import TelephonyAudio

@testable import DeepgramSpeech

extension CallSimulation {
    /// How far a word may be from where it was spoken.
    private static let exactness = Duration.milliseconds(50)

    /// What is wrong with the outcome; `nil` when every promise was kept.
    func complaint(about outcome: Outcome) -> String? {
        guard let last = outcome.last else { return "it never ended" }
        guard outcome.late == 0 else { return "\(outcome.late) events came after the last" }
        if case .failed(let error) = last, self.plan.weather != .hopeless { return "it failed: \(error)" }
        if self.plan.weather == .rough || self.plan.weather == .flux, !outcome.lost.isEmpty {
            return "audio was lost: \(outcome.lost)"
        }
        var heard = outcome.words
        if let unheard = outcome.unheard { heard += self.words(in: unheard) }
        return self.complaint(about: heard, until: outcome.heard, lost: outcome.lost)
    }

    private func complaint(about heard: [Word], until end: Duration, lost: [Range<Duration>]) -> String? {
        var index = 0
        for spoken in self.plan.words {
            let isDue =
                spoken.end <= end && self.isWhole(spoken) && !lost.contains { $0.overlaps(spoken.start..<spoken.end) }
            let isLost = lost.contains { $0.lowerBound <= spoken.start && spoken.end <= $0.upperBound }
            var times = 0
            while index < heard.count, heard[index].text == String(spoken.number) {
                if isDue, let complaint = Self.complaint(about: heard[index], spoken) { return complaint }
                times += 1
                index += 1
            }
            if isDue, times != 1 {
                return "word \(spoken.number) at \(spoken.start) came \(times) times: \(heard.map(\.text))"
            }
            if isLost, times > 0 { return "word \(spoken.number) came though it was told as lost" }
        }
        guard index == heard.count else {
            return "word \(heard[index].text) is out of order or was never said: \(heard.map(\.text))"
        }
        return nil
    }

    private static func complaint(about heard: Word, _ spoken: SimulationPlan.Spoken) -> String? {
        let start = heard.start - spoken.start
        let end = heard.end - spoken.end
        guard abs(start) <= Self.exactness, abs(end) <= Self.exactness else {
            return "word \(spoken.number) is reported \(start) from its start and \(end) from its end (\(spoken.start))"
        }
        return nil
    }

    private static func abs(_ time: Duration) -> Duration { time < .zero ? .zero - time : time }

    /// All of its frames came; nobody can know a word of which some are missing.
    private func isWhole(_ word: SimulationPlan.Spoken) -> Bool {
        word.frames.allSatisfy { !self.plan.missing.contains($0) }
    }

    /// What another engine would hear in what is handed over.
    private func words(in unheard: UnheardAudio) -> [Word] {
        unheard.stretches.flatMap { stretch in
            var ear = ScriptEar(self.plan.words)
            let heard = ear.hear(Array(stretch.audio.readableBytesView)[...]) + ear.finish()
            return heard.map { word in
                Word(
                    text: word.text,
                    start: stretch.offset + .telephony(bytes: word.start),
                    end: stretch.offset + .telephony(bytes: word.end),
                    confidence: word.confidence
                )
            }
        }
    }
}
