// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct TurnTests {
    private func summary(_ number: Int) -> TurnSummary {
        TurnSummary(number: number, outcome: .answered, source: "test")
    }

    private func turn(_ number: Int, end: Duration) -> CallerTurn {
        CallerTurn(number: number, utterances: [.said("hello", from: end - .seconds(1))])
    }

    @Test func timesEveryStageOfATurn() throws {
        var clock = TurnClock()
        clock.heard(self.turn(1, end: .seconds(10)), at: .milliseconds(10_700))
        clock.noted(self.summary(1))
        clock.replied(at: .milliseconds(10_900))
        let told = clock.started(at: .milliseconds(11_000))
        let summary = try #require(told)
        #expect(summary.recognition == .milliseconds(700))
        #expect(summary.response == .milliseconds(200))
        #expect(summary.synthesis == .milliseconds(100))
        let again = (clock.started(at: .seconds(12)), clock.abandoned())
        #expect(again.0 == nil && again.1 == nil)
    }

    @Test func givesWhatIsKnownWhenNoSoundCame() throws {
        var clock = TurnClock()
        clock.heard(self.turn(1, end: .seconds(1)), at: .seconds(2))
        clock.noted(self.summary(1))
        let told = clock.abandoned()
        let summary = try #require(told)
        #expect(summary.recognition == .seconds(1) && summary.response == nil && summary.synthesis == nil)
    }

    @Test func givesATurnNobodyWasAskedAboutNoTimesOfAnotherOne() throws {
        var clock = TurnClock()
        clock.heard(self.turn(1, end: .seconds(1)), at: .seconds(2))
        clock.noted(self.summary(2))
        clock.replied(at: .seconds(9))
        let told = clock.started(at: .seconds(9))
        let summary = try #require(told)
        #expect(summary.recognition == nil && summary.response == nil && summary.synthesis == .zero)
    }

    @Test func saysNothingOfTheFutureWhenAudioComesFasterThanTime() throws {
        var clock = TurnClock()
        clock.heard(self.turn(1, end: .seconds(10)), at: .seconds(2))
        clock.noted(self.summary(1))
        let told = clock.abandoned()
        #expect(try #require(told).recognition == nil)
    }

    @Test func weighsConfidenceByWords() {
        let word = Word(text: "w", start: .zero, end: .zero, confidence: 1)
        let long = Utterance(
            text: "a b c",
            start: .zero,
            end: .seconds(1),
            confidence: 0.9,
            words: [word, word, word]
        )
        let turn = CallerTurn(number: 1, utterances: [long, .said("", confidence: 0), .said("d", confidence: 0.5)])
        #expect(abs(turn.confidence - 0.8) < 1e-9)
        #expect(turn.text == "a b c d")
        #expect(CallerTurn(number: 1, utterances: []).confidence == 0)
    }

    @Test func warnsOnceOfSilenceAndAgainAfterSound() {
        var watchdog = MediaWatchdog()
        func judge(_ seconds: Int) -> MediaWatchdog.Verdict {
            watchdog.judge(silence: .seconds(seconds), warning: .seconds(15), deadline: .seconds(60))
        }
        let verdicts = [0, 15, 20, 1, 16, 60].map(judge)
        #expect(verdicts == [.fine, .warn, .fine, .fine, .warn, .dead])
    }
}
