// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import NIOCore
import TelephonyAudio
import Testing

@testable import DeepgramSpeech

/// The last words are waited for, and everything is given back.
@Suite struct EndingTests {
    private static let broken = DeepgramError(.connectFailed, "The connection broke.")

    @Test func waitsForTheLastWords() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.speak(.milliseconds(1930))
        stage.session.finish()
        #expect(Samples(link.audio) == Samples(stage.spoken))
        #expect(link.commands == [.closeStream])
        stage.dialler.say(.final("one", 0, 1.9))
        #expect(stage.events.isEmpty)
        stage.dialler.end(nil)
        #expect(stage.utterances == ["one"])
        #expect(stage.events.last == .finished)
        stage.wait(.seconds(60))
        #expect(stage.events.filter { $0 == .finished }.count == 1)
        #expect(stage.recogniser.status.sessions == 0)
    }

    @Test func reportsAGuessWhenNothingBetterCame() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(2))
        stage.dialler.say(.guess("one", 0, 2))
        stage.session.finish()
        stage.dialler.end(nil)
        #expect(stage.utterances == ["one"])
        #expect(stage.events.last == .finished)
    }

    @Test func connectsAgainForTheLastWords() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(2))
        stage.dialler.say(.final("one", 0, 1))
        stage.session.finish()
        stage.dialler.end(Self.broken)
        stage.wait(.seconds(1))
        let link = stage.dialler.open()
        #expect(Samples(link.audio) == Samples(stage.spoken[8000...]))
        #expect(link.commands == [.closeStream])
        stage.dialler.say(.final("two", 0, 1))
        stage.dialler.end(nil)
        #expect(stage.utterances == ["one two"])
        #expect(stage.events.last == .finished)
    }

    @Test func aCallWithoutAudioIsOverAtOnce() {
        let stage = Stage()
        stage.session.finish()
        #expect(stage.events.isEmpty)
        stage.wait(.zero)
        #expect(stage.events == [.finished])
        #expect(!stage.dialler.isDialling)
    }

    @Test func aConnectionThatWasNotUsedIsGivenBack() {
        let stage = Stage()
        let link = stage.dialler.open()
        stage.session.finish()
        stage.wait(.zero)
        #expect(stage.events == [.finished])
        #expect(link.isGivenBack)
    }

    @Test func aConnectionIsGivenBackAfterFinalizeWhereThatIsWanted() {
        let stage = Stage { $0.policy.reusesConnections = true }
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        stage.session.finish()
        #expect(link.commands == [.finalize()])
        stage.dialler.say(.final("one", 0, 1, fromFinalize: true))
        #expect(stage.utterances == ["one"])
        #expect(stage.events.last == .finished)
        #expect(link.isGivenBack)
    }

    @Test func endsAConnectionThatDoesNotAnswerFinalize() {
        let stage = Stage { $0.policy.reusesConnections = true }
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        stage.session.finish()
        stage.wait(.seconds(4))
        #expect(link.commands == [.finalize(), .closeStream])
        stage.dialler.say(.final("one", 0, 1))
        stage.dialler.end(nil)
        #expect(stage.utterances == ["one"])
        #expect(stage.events.last == .finished)
        #expect(!link.isGivenBack)
    }

    @Test func doesNotWaitForEverForAnEnd() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(1))
        stage.session.finish()
        stage.wait(.seconds(6))
        #expect(stage.link?.isAbandoned == true)
        for _ in 0..<60 {
            stage.wait(.seconds(1))
            stage.dialler.fail(Self.broken)
        }
        guard case .failed = stage.events.last else { return #expect(Bool(false)) }
        #expect(stage.session.takeUnheard()?.stretches.first?.audio.readableBytes == 8000)
    }

    @Test func saysNothingAfterCancel() {
        for step in 0..<5 {
            let stage = Stage()
            if step > 0 { stage.dialler.open() }
            if step > 1 { stage.speak(.seconds(1)) }
            if step > 2 { stage.session.finish() }
            if step > 3 { stage.dialler.end(Self.broken) }
            stage.session.cancel()
            stage.session.cancel()
            stage.session.finish()
            stage.speak(.seconds(1))
            stage.dialler.say(.final("one", 0, 1, speechFinal: true))
            stage.dialler.end(nil)
            stage.wait(.seconds(60))
            #expect(stage.events.isEmpty)
            #expect(!stage.dialler.isDialling)
            #expect(stage.dialler.links.allSatisfy { $0.isGone } || step > 3)
            #expect(stage.recogniser.status.sessions == 0)
            #expect(stage.session.takeUnheard() == nil)
        }
    }
}
