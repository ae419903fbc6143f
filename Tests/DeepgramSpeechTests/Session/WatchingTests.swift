// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import NIOCore
import TelephonyAudio
import Testing

@testable import DeepgramSpeech

/// A Deepgram that does not do what it should is not waited for for ever.
@Suite struct WatchingTests {
    @Test func givesUpAConnectionWithoutAFirstResult() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.milliseconds(9900))
        #expect(!link.isAbandoned)
        stage.speak(.milliseconds(600))
        #expect(link.isAbandoned)
        stage.wait(.milliseconds(300))
        #expect(stage.dialler.isDialling)
    }

    @Test func givesUpAConnectionThatFallsSilent() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.seconds(3))
        stage.answer()
        stage.speak(.milliseconds(7900))
        #expect(!link.isAbandoned)
        stage.speak(.milliseconds(500))
        #expect(link.isAbandoned)
    }

    @Test func aCallerWhoseAudioStopsIsNoFaultOfDeepgrams() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.seconds(2))
        stage.answer()
        stage.wait(.seconds(100))
        stage.speak(.seconds(3))
        #expect(!link.isAbandoned)
        #expect(stage.events.isEmpty)
    }

    @Test func asksForTheEndOfAnUtteranceThatWaits() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.seconds(2))
        stage.dialler.say(.final("one", 0, 2))
        for second in 2..<5 {
            stage.speak(.seconds(1), isLoud: false)
            stage.dialler.say(.final("", Double(second), Double(second) + 1))
        }
        stage.speak(.milliseconds(400), isLoud: false)
        #expect(link.commands == [.finalize()])
        stage.dialler.say(.final("", 5, 5.4, fromFinalize: true))
        #expect(stage.utterances == ["one"])
    }

    @Test func saysWhatIsFinalWhenFinalizeIsNotAnswered() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.seconds(2))
        stage.dialler.say(.final("one", 0, 1))
        stage.dialler.say(.guess("two", 1, 2))
        stage.speak(.seconds(4), isLoud: false)
        #expect(link.commands == [.finalize()])
        stage.speak(.seconds(3), isLoud: false)
        // The guess is nothing that Deepgram is sure of: another connection hears it again.
        #expect(stage.utterances == ["one"])
        #expect(link.isAbandoned)
        stage.wait(.milliseconds(500))
        stage.dialler.open()
        stage.wait(.seconds(1))
        stage.dialler.say(.final("too", 0, 1, speechFinal: true))
        #expect(stage.utterances == ["one", "too"])
    }

    @Test func asksForFinalResultsBeforeTheRingIsFull() {
        let stage = Stage { $0.policy.ring = .seconds(10) }
        let link = stage.dialler.open()
        for second in 1...12 {
            stage.speak(.seconds(1))
            stage.dialler.say(.guess("and so on", 0, Double(second)))
        }
        #expect(link.commands.contains(.finalize()))
        #expect(stage.lost.isEmpty)
    }

    @Test func ignoresTimesThatCannotBe() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(2))
        for (start, end) in [(0, 1e300), (-1e300, 1), (.nan, 1), (0, .infinity), (500, 600), (0, 7.5)] {
            stage.dialler.say(
                .results(
                    ListenResults(start: start, duration: end - start, isFinal: true, transcript: "x", confidence: 1)
                )
            )
        }
        stage.dialler.say(.final("one", 0, 2, speechFinal: true))
        #expect(stage.utterances == ["one"])
    }
}
