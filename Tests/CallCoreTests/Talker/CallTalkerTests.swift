// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOEmbedded
import Testing

@testable import CallCore

struct CallTalkerTests {
    private let ten = "one two three four five six seven eight nine ten"

    @Test func saysEverythingAndKnowsThatItWasHeard() {
        let stage = TalkerStage()
        stage.says(self.ten)
        #expect(stage.reports == ["started 1"])
        stage.passes(.milliseconds(2999))
        #expect(stage.reports == ["started 1"])
        stage.passes(.milliseconds(1))
        #expect(stage.reports == ["started 1", "finished 1"])
        #expect(stage.heard == [HeardSpeech(text: self.ten, played: .seconds(3), isComplete: true)])
        #expect(stage.line.clears == 0)
    }

    @Test func asksTheVoiceToKeepOnlyWhatEveryCallerIsTold() {
        let stage = TalkerStage()
        let replies = [
            Reply(text: "hello", source: "prompt:greeting"), Reply(text: "two at eight", source: "faq:table"),
            Reply(text: "ten to ten", source: "faq:hours", isReusable: true), Reply(text: "Ann", source: "operator"),
        ]
        for (number, reply) in replies.enumerated() {
            stage.talker.say(Speech(number: number + 1, reply: reply))
            stage.loop.run()
            _ = stage.stops()
        }
        #expect(stage.voice.reusable == [true, false, true, false])
    }

    @Test func writesAReplyDownWithoutWhetherItIsReusable() throws {
        let reply = Reply(text: "hello", source: "prompt:greeting")
        let written = try JSONEncoder().encode(reply)
        #expect(!String(decoding: written, as: UTF8.self).contains("isReusable"))
        #expect(try JSONDecoder().decode(Reply.self, from: written).text == "hello")
    }

    @Test(arguments: [200, 400, 800, 2000])
    func neverRunsFurtherAheadThanTheLead(milliseconds: Int) {
        let stage = TalkerStage(.init(lead: .milliseconds(milliseconds)))
        stage.says(self.ten)
        for _ in 0..<4000 { stage.passes(.milliseconds(1)) }
        #expect(stage.line.longestLead <= .milliseconds(milliseconds))
        #expect(stage.line.bytes == 24_000)
        #expect(stage.reports.last == "finished 1")
    }

    @Test(arguments: [1, 19, 20, 21, 199, 200, 201, 1234])
    func sendsWholeFramesAndFillsTheLastWithSilence(milliseconds: Int) {
        let stage = TalkerStage()
        stage.voice.speaks(.sound(milliseconds: milliseconds))
        stage.says("sound")
        stage.passes(.seconds(3))
        #expect(stage.line.pieces.allSatisfy { $0 % 160 == 0 })
        #expect(stage.line.bytes == (milliseconds + 19) / 20 * 160)
        #expect(stage.talker.takeSentFrames() == (milliseconds + 19) / 20)
        #expect(stage.talker.takeSentFrames() == 0)
        #expect(stage.reports == ["started 1", "finished 1"])
    }

    @Test func putsAMarkBehindEveryPieceInOrder() {
        let stage = TalkerStage()
        stage.says("one two three", number: 7)
        stage.passes(.seconds(1))
        #expect(stage.line.marks == ["7.200", "7.400", "7.600", "7.800", "7.900"])
    }

    @Test(arguments: [true, false])
    func tellsWhatWasHeardWhereverItIsInterrupted(words: Bool) throws {
        let tokens = self.ten.split(separator: " ")
        for moment in 0..<3000 {
            let stage = TalkerStage()
            stage.voice.speaks(.whole(words: words))
            stage.says(self.ten)
            stage.passes(.milliseconds(moment))
            let heard = try #require(stage.stops())
            #expect(heard.text == tokens.prefix(moment / 300).joined(separator: " "), "at \(moment) ms")
            #expect(heard.played == .milliseconds(moment))
            #expect(!heard.isComplete)
            #expect(stage.line.clears == 1)
        }
    }

    @Test(arguments: [true, false])
    func takesTheEchoesOfClearForNothing(atOnce: Bool) throws {
        let stage = TalkerStage()
        stage.line.echoesAtOnce = atOnce
        stage.says(self.ten)
        stage.passes(.milliseconds(650))
        let heard = try #require(stage.stops())
        #expect(heard.text == "one two")
        #expect(stage.reports == ["started 1"])
        stage.says("next words", number: 2)
        #expect(stage.reports == ["started 1", "started 2"])
        stage.passes(.milliseconds(600))
        #expect(stage.reports.last == "finished 2")
    }

    @Test(arguments: [
        "", "1", "1.", ".200", "1.200.300", "x.y", "1.-200", "2.200", "1.999999", "9223372036854775808.1", "1.200 ",
    ])
    func ignoresTheMark(name: String) {
        let stage = TalkerStage()
        stage.line.losesMarks = true
        stage.says(self.ten)
        stage.talker.markReturned(name)
        #expect(stage.reports == ["started 1"])
        #expect(stage.stops()?.played == .zero)
    }

    @Test func doesNotWaitForEverForALostMark() {
        let stage = TalkerStage()
        stage.line.losesMarks = true
        stage.says(self.ten)
        stage.passes(.milliseconds(5999))
        #expect(stage.reports == ["started 1"])
        stage.passes(.milliseconds(1))
        #expect(stage.reports == ["started 1", "finished 1"])
        #expect(stage.heard.first?.text == self.ten)
        #expect(stage.heard.first?.isComplete == true)
    }

    @Test func claimsNothingOfWhatWasSentAfterAPause() throws {
        let stage = TalkerStage()
        stage.voice.speaks(.manual)
        stage.says("one two three four")
        let voice = try #require(stage.voice.running.first)
        voice.deliver(.word("one", end: .milliseconds(200)))
        voice.deliver(.audio(.tone(milliseconds: 200)))
        stage.passes(.seconds(5))
        voice.deliver(.word("two", end: .milliseconds(400)))
        voice.deliver(.audio(.tone(milliseconds: 200)))
        stage.passes(.milliseconds(50))
        let heard = try #require(stage.stops())
        #expect(heard.played == .milliseconds(250))
        #expect(heard.text == "one")
    }

    @Test(arguments: [true, false])
    func claimsNoWordsWhoseSoundWasNeverMade(words: Bool) throws {
        let stage = TalkerStage()
        stage.voice.speaks(.stalls(afterWords: 2, words: words))
        stage.says(self.ten)
        stage.passes(.seconds(2))
        let heard = try #require(stage.stops())
        #expect(heard.text.split(separator: " ").count <= 2)
        #expect(self.ten.hasPrefix(heard.text))
    }

    // MARK: What goes wrong

    @Test func cutsOffWhatIsTooLong() {
        let stage = TalkerStage(.init(longestSpeech: .milliseconds(1500)))
        stage.says(self.ten)
        stage.passes(.seconds(10))
        #expect(stage.line.bytes == 12_000)
        #expect(stage.reports == ["started 1", "finished 1"])
        #expect(
            stage.heard == [
                HeardSpeech(text: "one two three four five", played: .milliseconds(1500), isComplete: false)
            ]
        )
        #expect(stage.voice.running.first?.isCancelled == true)
    }

    @Test func cutsOffAVoiceThatNeverEnds() throws {
        let stage = TalkerStage(.init(longestSpeech: .seconds(2)))
        stage.voice.speaks(.manual)
        stage.says(self.ten)
        let voice = try #require(stage.voice.running.first)
        for _ in 0..<1000 { voice.deliver(.audio(.tone(milliseconds: 30))) }
        stage.passes(.seconds(10))
        #expect(stage.line.bytes == 16_000)
        #expect(stage.reports == ["started 1", "finished 1"])
    }

    @Test func failsWhenTheEngineFails() {
        let stage = TalkerStage()
        stage.voice.speaks(.fails(afterWords: 2))
        stage.says(self.ten)
        #expect(stage.reports == ["started 1", "failed 1"])
        #expect(stage.line.clears == 1)
    }

    @Test func failsWhenTheEngineNeverSaysAnything() {
        let stage = TalkerStage()
        stage.voice.speaks(.manual)
        stage.says(self.ten)
        stage.passes(.milliseconds(9999))
        #expect(stage.reports == [])
        stage.passes(.milliseconds(1))
        #expect(stage.reports == ["failed 1"])
        #expect(stage.heard.first?.text == "")
    }

    @Test func playsWhatItHasBeforeItGivesUpOnTheEngine() {
        let stage = TalkerStage()
        stage.voice.speaks(.stalls(afterWords: 50, words: true))
        stage.says(Array(repeating: "word", count: 60).joined(separator: " "))
        stage.passes(.seconds(16))
        #expect(stage.line.bytes == 120_000)
        #expect(stage.reports == ["started 1", "failed 1"])
    }

    @Test func endsWhenTheLineTakesNothingMore() {
        let stage = TalkerStage()
        stage.line.capacity = 8000
        stage.says(self.ten)
        stage.passes(.seconds(3))
        #expect(stage.reports == ["started 1", "stuck 1"])
        #expect(stage.heard.first?.isComplete == false)
        #expect(stage.line.bytes <= 8000)
    }

    @Test func finishesASentenceWithoutSoundAtOnce() {
        let stage = TalkerStage()
        stage.voice.speaks(.sound(milliseconds: 0))
        stage.says("")
        #expect(stage.reports == ["finished 1"])
        #expect(stage.line.marks == [])
    }

    @Test func saysNothingWhenItIsSilent() {
        let stage = TalkerStage()
        #expect(stage.stops() == nil)
        #expect(stage.line.clears == 0)
    }

    // MARK: Called back while it works

    @Test func beginsTheNextSpeechFromWithinTheReportOfTheLast() {
        let stage = TalkerStage()
        stage.onReport = { [unowned stage] event in
            guard case .finished(let speech, _) = event, speech.number < 50 else { return }
            stage.talker.say(Speech(number: speech.number + 1, reply: Reply(text: "again and again", source: "test")))
        }
        stage.says("begin")
        stage.passes(.seconds(60))
        #expect(stage.reports.count == 100)
        #expect(stage.reports.last == "finished 50")
        #expect(stage.voice.running.count == 50)
    }

    @Test func staysSilentWhenTheLineBreaksWhileItSends() {
        let stage = TalkerStage()
        stage.line.onPlay = { [unowned stage] in _ = stage.talker.stop() }
        stage.says(self.ten)
        stage.line.onPlay = {}
        stage.passes(.seconds(20))
        #expect(stage.line.pieces.count == 1)
        #expect(stage.reports == [])
        #expect(stage.talker.stop() == nil)
    }

    @Test func saysTheNextThingWhenItIsInterruptedFromWithinTheFirstSound() {
        let stage = TalkerStage()
        stage.onReport = { [unowned stage] event in
            guard case .started(let speech) = event, speech.number == 1 else { return }
            _ = stage.talker.stop()
            stage.talker.say(Speech(number: 2, reply: Reply(text: "two words", source: "test")))
        }
        stage.says(self.ten)
        stage.passes(.seconds(2))
        #expect(stage.reports == ["started 1", "started 2", "finished 2"])
        #expect(stage.heard.map(\.text) == ["two words"])
    }

    @Test func hearsNothingMoreOfAVoiceItHasStopped() throws {
        let stage = TalkerStage()
        stage.voice.speaks(.manual)
        stage.says(self.ten)
        let first = try #require(stage.voice.running.first)
        _ = stage.stops()
        #expect(first.isCancelled)
        stage.says("next", number: 2)
        first.deliver(.audio(.tone(milliseconds: 1000)))
        first.deliver(.failed(SpeechError(.engineFailure, "late")))
        stage.passes(.seconds(1))
        #expect(stage.line.bytes == 0)
        #expect(stage.reports == [])
    }

    @Test func leavesNothingBehind() {
        let stage = TalkerStage()
        stage.says(self.ten)
        stage.passes(.seconds(1))
        weak let talker = stage.talker
        _ = stage.stops()
        stage.dismantle()
        stage.passes(.seconds(10))
        #expect(talker == nil)
    }
}
