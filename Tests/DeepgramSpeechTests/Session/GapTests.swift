// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import NIOCore
import TelephonyAudio
import Testing

@testable import DeepgramSpeech

/// Gaps in the call's audio: what Deepgram hears of them, and what time it is afterwards.
@Suite struct GapTests {
    private let silence = [UInt8](repeating: MuLaw.silence, count: 1600)

    @Test func fillsAShortGapWithSilence() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.milliseconds(100))
        stage.miss(.milliseconds(200))
        stage.speak(.milliseconds(100))
        stage.wait(.milliseconds(400))
        #expect(Samples(link.audio) == Samples(stage.spoken[..<800] + self.silence + stage.spoken[800...]))
        #expect(link.commands.isEmpty)
        stage.dialler.say(.final("", 0, 0.3))
        stage.dialler.say(.final("two", 0.3, 0.4, speechFinal: true))
        #expect(stage.events.contains(.speechStarted(at: .milliseconds(300))))
    }

    @Test func leavesOutALongGapAndKeepsTheWordsApart() throws {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        stage.miss(.seconds(5))
        stage.speak(.seconds(1))
        #expect(Samples(link.audio) == Samples(stage.spoken[..<8000] + self.silence + stage.spoken[8000...]))
        #expect(link.commands == [.finalize()])
        stage.dialler.say(.final("one", 0, 1.2, fromFinalize: true))
        stage.dialler.say(.final("two", 1.2, 2.2, speechFinal: true))
        let utterances = stage.events.compactMap { event -> Utterance? in
            if case .utterance(let utterance, _) = event { utterance } else { nil }
        }
        #expect(utterances.map(\.text) == ["one", "two"])
        #expect(utterances.last?.start == .seconds(6))
        #expect(utterances.last?.end == .seconds(7))
    }

    @Test func doesNotFinalizeWhereNothingIsHeld() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.miss(.seconds(2))
        stage.speak(.seconds(1))
        #expect(link.commands.isEmpty)
        stage.dialler.say(.final("", 0, 1))
        stage.miss(.seconds(2))
        stage.speak(.seconds(1))
        stage.dialler.say(.final("one", 1.2, 2.2, speechFinal: true))
        #expect(stage.events.contains(.speechStarted(at: .seconds(5))))
        #expect(link.commands.isEmpty)
    }

    @Test func sendsFinalizeAtTheSeamAlsoWhenItIsHeardAgain() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(1))
        stage.miss(.seconds(2))
        stage.speak(.seconds(1))
        #expect(stage.link?.commands == [.finalize()])
        stage.dialler.end(DeepgramError(.connectFailed, "broken"))
        stage.speak(.milliseconds(500))
        let link = stage.dialler.open()
        stage.speak(.seconds(12))
        #expect(link.commands == [.finalize()])
        #expect(Bool(link.audio.starts(with: stage.spoken[..<8000] + self.silence + stage.spoken[8000..<16_000])))
    }

    @Test func feedsFluxSilenceWhenAudioStopsAndKeepsTheTime() {
        let stage = Stage(model: "flux-general-en")
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        stage.wait(.seconds(3))
        #expect(link.audio.count > 3 * 8000)
        #expect(Bool(link.audio[8000...].allSatisfy { $0 == MuLaw.silence }))
        let fed = Double(link.audio.count) / 8000
        stage.speak(.seconds(1))
        stage.wait(.milliseconds(300))
        #expect(Samples(link.audio.suffix(4000)) == Samples(stage.spoken.suffix(4000)))
        stage.dialler.say(
            .turn(
                FluxTurn(
                    event: .endOfTurn,
                    index: 0,
                    sequence: 0,
                    start: 0,
                    end: fed + 1,
                    transcript: "two",
                    words: [TranscriptWord(text: "two", start: fed, end: fed + 0.5, confidence: 1)]
                )
            )
        )
        // The frames were late, not missing: the call's own time stood still.
        #expect(stage.events.contains(.speechStarted(at: .seconds(1))))
        #expect(stage.utterances == ["two"])
    }

    @Test func feedsFluxNoSilenceForEver() {
        let stage = Stage(model: "flux-general-en")
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        stage.wait(.seconds(60))
        #expect(link.audio.count < 12 * 8000)
    }
}
