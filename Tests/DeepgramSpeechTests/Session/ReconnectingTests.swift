// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import NIOCore
import TelephonyAudio
import Testing

@testable import DeepgramSpeech

/// What happens when a connection breaks: nothing is lost, nothing comes twice, and nobody is asked too often.
@Suite struct ReconnectingTests {
    private static let broken = DeepgramError(.connectFailed, "The connection broke.")

    @Test func hearsAgainWhatWasNotFinal() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(4))
        stage.dialler.say(.final("one", 0, 2))
        stage.dialler.say(.guess("two", 2, 4))
        stage.dialler.end(Self.broken)
        stage.speak(.milliseconds(500))
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        // The word "one" ends where the final ends: not a sample of it is heard again.
        #expect(Samples(link.audio) == Samples(stage.spoken[16_000...].prefix(link.audio.count)))
        #expect(!link.audio.isEmpty)
        stage.dialler.say(.final("two", 0, 2, speechFinal: true))
        #expect(stage.utterances == ["one two"])
        let times = stage.events.compactMap { event -> [Word]? in
            if case .utterance(let utterance, _) = event { utterance.words } else { nil }
        }
        #expect(times.first?.map(\.start) == [.zero, .seconds(2)])
        #expect(times.first?.map(\.end) == [.seconds(2), .seconds(4)])
    }

    @Test func beginsALittleBeforeButNeverInAFinalWord() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(4))
        stage.dialler.say(.final("one", 0, 1.5))
        stage.dialler.say(.final("", 1.5, 3))
        stage.dialler.end(Self.broken)
        stage.speak(.milliseconds(500))
        let link = stage.dialler.open()
        stage.speak(.seconds(1))
        let begin = Int(2.7 * 8000)
        #expect(Samples(link.audio) == Samples(stage.spoken[begin...].prefix(link.audio.count)))
        // What was heard again of "one" is not said again.
        stage.dialler.say(.final("e", 0, 0.2))
        stage.dialler.say(.final("two", 0.2, 1.2, speechFinal: true))
        stage.wait(.seconds(1))
        #expect(stage.utterances == ["one two"])
    }

    @Test func countsTimesOfAWarmConnectionFromItsOwnAudio() {
        let stage = Stage()
        let link = stage.dialler.open(fedSamples: 160)
        stage.speak(.seconds(1))
        #expect(Samples(link.audio) == Samples(stage.spoken))
        stage.dialler.say(.final("one", 0.02, 1.02, speechFinal: true))
        #expect(stage.events.contains(.speechStarted(at: .zero)))
        #expect(stage.utterances == ["one"])
    }

    @Test func saysNothingOfACallThatHadTheConnectionBefore() {
        let stage = Stage()
        stage.dialler.open(fedSamples: 80_000)
        stage.speak(.seconds(1))
        stage.dialler.say(.final("somebody's secret", 8, 9.9))
        stage.dialler.say(.final("one", 10, 11, speechFinal: true))
        #expect(stage.utterances == ["one"])
    }

    @Test func waitsLongerAfterEachFailure() {
        let stage = Stage()
        stage.speak(.milliseconds(100))
        var waits: [Int] = []
        for _ in 0..<8 {
            let dials = stage.dialler.dials.count
            stage.dialler.fail(Self.broken)
            var waited = 0
            while stage.dialler.dials.count == dials, waited < 20_000 {
                stage.wait(.milliseconds(10))
                waited += 10
            }
            waits.append(waited)
            if stage.events.contains(where: { if case .failed = $0 { true } else { false } }) { break }
        }
        #expect(waits.prefix(6) == [250, 500, 1000, 2000, 4000, 5000])
    }

    @Test func waitsAsLongAsDeepgramWants() {
        let stage = Stage()
        stage.dialler.fail(DeepgramError(.tooManyConnections, "Too many.", retryAfter: .seconds(7)))
        stage.wait(.milliseconds(6900))
        #expect(stage.dialler.dials.count == 1)
        stage.wait(.milliseconds(200))
        #expect(stage.dialler.dials.count == 2)
    }

    @Test func isPatientWhereTooManyConnectAlready() {
        let stage = Stage()
        stage.dialler.fail(DeepgramError(.tooManyConnections, "Too many."))
        stage.wait(.milliseconds(990))
        #expect(stage.dialler.dials.count == 1)
        stage.wait(.milliseconds(1100))
        #expect(stage.dialler.dials.count == 2)
    }

    @Test(arguments: [
        DeepgramError.Code.unauthorised, .paymentRequired, .forbidden, .invalidParameters, .untrusted, .circuitOpen,
        .overloaded,
    ]) func aNewCallDoesNotWaitForWhatCannotHelp(code: DeepgramError.Code) {
        let stage = Stage()
        stage.speak(.milliseconds(100))
        stage.dialler.fail(DeepgramError(code, "No."))
        #expect(stage.events.count == 1)
        guard case .failed = stage.events.last else { return #expect(Bool(false)) }
        let unheard = stage.session.takeUnheard()
        #expect(unheard?.stretches.map(\.audio.readableBytes) == [800])
        stage.wait(.seconds(60))
        #expect(stage.dialler.dials.count == 1)
    }

    @Test(arguments: [DeepgramError.Code.circuitOpen, .overloaded])
    func aCallThatWasConnectedWaits(code: DeepgramError.Code) {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(1))
        stage.answer()
        stage.dialler.end(Self.broken)
        stage.wait(.milliseconds(300))
        stage.dialler.fail(DeepgramError(code, "Not now.", retryAfter: .seconds(2)))
        stage.wait(.seconds(3))
        #expect(stage.dialler.dials.count == 3)
    }

    @Test func tellsAnOutageThatLasts() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(2))
        stage.answer()
        stage.dialler.end(Self.broken)
        stage.speak(.milliseconds(800))
        #expect(stage.events.isEmpty)
        stage.speak(.milliseconds(500))
        #expect(stage.events.count == 1)
        guard case .suspended(let since) = stage.events.first else { return #expect(Bool(false)) }
        #expect(since >= .seconds(3) && since <= .milliseconds(3300))
        #expect(stage.session.backlog > .seconds(1))
        stage.dialler.open()
        stage.speak(.seconds(1))
        stage.answer()
        guard case .resumed = stage.events.last else { return #expect(Bool(false)) }
        #expect(stage.events.count == 2)
    }

    @Test func aShortBreakIsNotTold() {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(2))
        stage.answer()
        stage.dialler.end(Self.broken)
        stage.speak(.milliseconds(600))
        stage.dialler.open()
        stage.speak(.seconds(1))
        stage.answer()
        #expect(stage.events.isEmpty)
    }

    @Test func handsTheCallOnWhenItsPatienceIsSpent() throws {
        let stage = Stage()
        stage.dialler.open()
        stage.speak(.seconds(4))
        stage.dialler.say(.final("one", 0, 2))
        stage.dialler.say(.guess("two", 2, 4))
        stage.dialler.end(Self.broken)
        for _ in 0..<24 {
            stage.speak(.seconds(1))
            stage.dialler.fail(Self.broken)
        }
        #expect(stage.utterances.isEmpty)
        stage.speak(.seconds(2))
        #expect(stage.utterances == ["one"])
        guard case .failed(let error) = stage.events.last else { return #expect(Bool(false)) }
        #expect(error.code == .unavailable)
        let unheard = try #require(stage.session.takeUnheard())
        #expect(unheard.stretches.map(\.offset) == [.seconds(2)])
        let audio = unheard.stretches[0].audio
        // The last frames came after the end.
        #expect(Samples(audio.readableBytesView) == Samples(stage.spoken[16_000...].prefix(audio.readableBytes)))
        #expect(audio.readableBytes > 25 * 8000)
        #expect(stage.session.takeUnheard() == nil)
        #expect(stage.lost.isEmpty)
    }

    @Test func tellsExactlyWhatFellOutOfTheRing() {
        let stage = Stage {
            $0.policy.ring = .seconds(10)
            $0.policy.outageBudget = .seconds(1000)
        }
        stage.dialler.open()
        stage.speak(.seconds(4))
        stage.dialler.say(.final("one", 0, 3))
        stage.dialler.end(Self.broken)
        for _ in 0..<20 {
            stage.speak(.seconds(1))
            stage.dialler.fail(Self.broken)
        }
        while !stage.dialler.isDialling { stage.wait(.milliseconds(10)) }
        let link = stage.dialler.open()
        stage.wait(.seconds(1))
        // 24 s were heard, 3 are final, 10 are kept.
        let lost = stage.lost.reduce(Duration.zero) {
            if case .audioLost(let length, _) = $1 { $0 + length } else { $0 }
        }
        #expect(lost == .seconds(11))
        guard case .audioLost(_, let begin) = stage.lost.first else { return #expect(Bool(false)) }
        #expect(begin == .seconds(3))
        #expect(stage.lost.count <= 12)
        #expect(Samples(link.audio) == Samples(stage.spoken[(14 * 8000)...].prefix(link.audio.count)))
        #expect(stage.recogniser.status.lostSeconds == 11)
        stage.dialler.say(.final("two", 0, 0.5, speechFinal: true))
        stage.wait(.seconds(1))
        #expect(stage.utterances == ["one two"])
    }
}
