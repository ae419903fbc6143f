// SPDX-License-Identifier: Apache-2.0

import Logging
import Testing

@testable import CallCore

struct CallTallyTests {
    @Test func keepsTheFirstMomentOfEachKind() {
        var tally = CallTally()
        tally.mediaBegan(at: .milliseconds(20))
        for second in 1...3 {
            tally.mediaBegan(at: .seconds(second))
            tally.voiceBegan(at: .seconds(second))
            tally.recognised(2, of: .caller, confidence: 0.5, at: .seconds(10 + second))
            tally.replyHeard(at: .seconds(20 + second))
        }
        let facts = Self.texts(tally.turnFacts)
        #expect(facts["first.media_ms"] == "20")
        #expect(facts["first.voice_ms"] == "1000")
        #expect(facts["first.words_ms"] == "11000")
        #expect(facts["first.reply_ms"] == "21000")
    }

    @Test func weighsConfidenceByWordsAndLeavesOutWhatHasNone() {
        var tally = CallTally()
        #expect(tally.meanConfidence == nil)
        tally.recognised(3, of: .caller, confidence: 1, at: .zero)
        tally.recognised(1, of: .caller, confidence: 0.2, at: .zero)
        tally.recognised(100, of: .caller, confidence: nil, at: .zero)
        tally.recognised(0, of: .caller, confidence: 0, at: .zero)
        #expect(Self.texts(tally.speechFacts)["words.confidence_mean"] == "0.8")
        #expect(Self.texts(tally.speechFacts)["words.caller"] == "104")
    }

    @Test func takesNoFirstWordOfThePersonTheCallerTalksWith() {
        var tally = CallTally()
        tally.recognised(4, of: .agent, confidence: 0.9, at: .seconds(1))
        #expect(tally.first.words == nil)
        #expect(tally.agentWords == 4)
    }

    @Test func countsTurnsWhosePauseIsNotKnown() {
        var tally = CallTally()
        tally.answered(after: nil)
        #expect(tally.turnFacts["turn.p50_ms"] == nil)
        tally.answered(after: .milliseconds(640))
        tally.answered(after: .milliseconds(1_640))
        let facts = Self.texts(tally.turnFacts)
        #expect(facts["turn.count"] == "3")
        #expect(facts["turn.p50_ms"] == "640")
        #expect(facts["turn.max_ms"] == "1640")
    }

    @Test func addsUpWhatWentWrong() {
        var tally = CallTally()
        tally.lost(.milliseconds(1_500))
        tally.lost(.milliseconds(20))
        tally.speechFailed()
        tally.interrupted()
        tally.interrupted()
        tally.counted(.init(frames: 50, missing: 2, dropped: 1), sent: 40)
        tally.counted(.init(frames: 50, missing: 0, dropped: 0))
        let facts = Self.texts(tally.speechFacts).merging(Self.texts(tally.turnFacts)) { $1 }
            .merging(Self.texts(tally.mediaFacts)) { $1 }
        #expect(facts["audio.lost_ms"] == "1520")
        #expect(facts["speech.failures"] == "1")
        #expect(facts["turn.interruptions"] == "2")
        #expect(facts["media.frames"] == "100")
        #expect(facts["media.frames_missing"] == "2")
        #expect(facts["media.frames_dropped"] == "1")
        #expect(facts["media.frames_sent"] == "40")
    }

    private static func texts(_ facts: Logger.Metadata) -> [String: String] { facts.mapValues { "\($0)" } }
}
