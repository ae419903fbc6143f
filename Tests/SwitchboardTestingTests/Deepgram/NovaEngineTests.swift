// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Testing

/// The life of a connection to `/v1/listen`, in virtual time.
@Suite(.timeLimit(.minutes(1)))
struct NovaEngineTests {
    @Test func saysNothingBeforeTheFirstAudio() throws {
        var line = try EngineLine()
        line.wait(.seconds(9))
        #expect(line.arrivals.isEmpty)
    }

    @Test func everyWordBecomesFinalOnceAndInItsPlace() throws {
        var line = try EngineLine()
        line.say(1...400)
        line.silence(.seconds(2))
        line.say(401...450)
        line.silence(.seconds(2))
        line.send(#"{"type":"CloseStream"}"#)
        line.wait(.seconds(5))
        #expect(try line.words == (1...450).map(String.init))
        for word in try line.finals.flatMap(\.heard) {
            let number = try #require(Int(word.word))
            let place = Double(number - 1) * 0.02 + (number > 400 ? 2 : 0)
            #expect(abs((word.start ?? -1) - place) < 0.0005)
        }
    }

    @Test func finalsFollowOneAnotherWithoutGapAndWithoutOverlap() throws {
        var line = try EngineLine()
        for _ in 0..<5 {
            line.say(1...300)
            line.silence(.milliseconds(700))
        }
        var end = 0.0
        for final in try line.finals {
            #expect(abs((final.start ?? -1) - end) < 0.0005)
            end = final.end
        }
        #expect(end > 20)
    }

    @Test func guessesAboutEverySecondAndEachReplacesTheOneBefore() throws {
        var line = try EngineLine()
        line.say(1...140)
        line.wait(.seconds(1))
        let guesses = try line.messages.filter(\.isGuess)
        #expect(guesses.count == 2)
        #expect(guesses.map(\.start) == [0, 0])
        #expect(guesses.map { Int($0.end.rounded()) } == [1, 2])
        #expect(try #require(guesses.last).text.hasPrefix("1 2 3 4 "))
    }

    @Test func aFinalOfLongSpeechMayEndBeforeTheNewestGuess() throws {
        var earlier = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            var line = try EngineLine(seed: seed)
            line.say(1...600)
            line.wait(.seconds(1))
            let results = try line.messages.filter(\.isResult)
            for (guess, final) in zip(results, results.dropFirst()) where guess.isGuess && final.isSettled {
                #expect(final.speechFinal == false)
                #expect((0...5.2).contains(final.duration ?? 0))
                if final.end < guess.end { earlier += 1 }
            }
        }
        #expect(earlier > 5)
    }

    @Test func aPauseIsToldWithSpeechFinal() throws {
        var line = try EngineLine()
        line.say(1...50)
        line.silence(.milliseconds(600))
        line.wait(.seconds(1))
        let final = try #require(try line.finals.first)
        #expect(final.speechFinal == true)
        #expect(final.fromFinalize == false)
        #expect(final.heard.count == 50)
        #expect(abs(final.end - 1.32) < 0.03)
    }

    @Test func silenceGivesEmptyResults() throws {
        var line = try EngineLine()
        line.silence(.seconds(12))
        let results = try line.messages.filter(\.isResult)
        #expect(results.allSatisfy { $0.text.isEmpty && $0.heard.isEmpty })
        #expect(results.contains { $0.isSettled && $0.speechFinal == true })
        #expect(results.contains { $0.isGuess })
    }

    @Test func tellsWhenSpeechStarts() throws {
        var line = try EngineLine()
        line.silence(.seconds(1))
        line.say(1...20)
        line.silence(.seconds(1))
        line.say(21...40)
        line.silence(.seconds(1))
        let starts = try line.messages.filter { $0.type == "SpeechStarted" }
        #expect(starts.map { ($0.timestamp ?? 0 * 10).rounded() } == [1, 2])
        #expect(starts.allSatisfy { $0.channel == .index([0, 1]) })
    }

    @Test func utteranceEndComesAfterASecondWithoutWords() throws {
        var line = try EngineLine(faults: "missing-speech-final")
        line.say(1...50)
        line.silence(.seconds(2))
        let messages = try line.messages
        let end = try #require(messages.first { $0.type == "UtteranceEnd" })
        #expect(abs((end.lastWordEnd ?? 0) - 1) < 0.001)
        #expect(try line.words == (1...50).map(String.init))
        #expect(try line.finals.allSatisfy { $0.speechFinal == false })
    }

    @Test func utteranceEndAfterASpeechFinalCarriesTheWordOrMinusOne() throws {
        var seen: Set<Double> = []
        for seed in 1...20 as ClosedRange<UInt64> {
            var line = try EngineLine(seed: seed)
            line.say(1...50)
            line.silence(.seconds(2))
            let ends = try line.messages.filter { $0.type == "UtteranceEnd" }
            #expect(ends.count == 1)
            seen.formUnion(ends.compactMap(\.lastWordEnd))
        }
        #expect(seen.contains(-1))
        #expect(seen.count == 2)
    }

    @Test func finalizeIsAnsweredAndTheConnectionGoesOn() throws {
        var line = try EngineLine()
        line.say(1...50)
        line.send(#"{"type":"Finalize"}"#)
        line.say(51...80)
        line.silence(.seconds(1))
        let answer = try #require(try line.finals.first { $0.fromFinalize == true })
        #expect(answer.speechFinal == false)
        #expect(answer.heard.count == 50)
        #expect(try line.words == (1...80).map(String.init))
    }

    @Test func finalizeWithNothingToSayIsAnsweredEmptyOrNotAtAll() throws {
        var answers = 0
        for seed in 1...40 as ClosedRange<UInt64> {
            var line = try EngineLine(seed: seed)
            line.say(1...50)
            line.silence(.milliseconds(320))
            line.send(#"{"type":"Finalize"}"#)
            line.wait(.seconds(2))
            let answer = try line.finals.first { $0.fromFinalize == true }
            if let answer {
                answers += 1
                #expect(answer.text.isEmpty)
            }
        }
        #expect((20..<40).contains(answers))
    }

    @Test func closeStreamDrainsThenTellsThenCloses() throws {
        var line = try EngineLine()
        line.say(1...50)
        line.send(#"{"type":"CloseStream"}"#)
        line.wait(.seconds(3))
        let messages = try line.messages
        #expect(try line.words == (1...50).map(String.init))
        #expect(messages.last?.type == "Metadata")
        #expect(messages.last?.duration == 1)
        #expect(messages.last?.sha256?.count == 64)
        #expect(line.arrivals.last?.action == .close(code: 1000, reason: ""))
        #expect(line.model.report.isComplete)
        #expect(line.model.nextDeadline == nil)
    }

    @Test func anEmptyBinaryMessageEndsTheConnection() throws {
        var line = try EngineLine()
        line.say(1...10)
        line.send(audio: [])
        line.wait(.seconds(3))
        #expect(line.close == .close(code: 1000, reason: ""))
        #expect(line.model.report.violations.map(\.kind) == [.emptyBinary])
    }

    @Test func aBurstIsTakenAndHeardLate() throws {
        var line = try EngineLine()
        line.send(audio: NumberedSpeech.audio(1...1500))
        line.send(#"{"type":"Finalize"}"#)
        for _ in 0..<10 {
            line.wait(.seconds(4))
            line.send(#"{"type":"KeepAlive"}"#)
        }
        // 30 s at 1.25 times real time.
        let last = try #require(line.arrivals.last { $0.text?.contains("from_finalize\":true") == true })
        #expect(last.at > .seconds(22))
        #expect(last.at < .seconds(26))
        #expect(try line.words == (1...1500).map(String.init))
        #expect(line.model.report.violations.contains { $0.kind == .tooFast })
    }

    @Test func audioAtRealTimeIsHeardWithoutDelay() throws {
        var line = try EngineLine()
        line.say(1...500)
        let last = try #require(try line.messages.last { $0.isResult })
        #expect(last.end > 8.6)
        #expect(!line.model.report.violations.contains { $0.kind == .tooFast })
    }

    @Test func theSameAudioGivesTheSameResultsInWhateverPieces() throws {
        func texts(frame: Int) throws -> [String] {
            var line = try EngineLine(seed: 5) { $0.burst = .seconds(60) }
            line.say(NumberedSpeech.audio(1...200) + [UInt8](repeating: 0xFF, count: 8000), frame: frame)
            line.wait(.seconds(2))
            return try line.messages.map { "\($0.type) \($0.start ?? 0) \($0.text)" }
        }
        let expected = try texts(frame: 160)
        #expect(try texts(frame: 800) == expected)
        #expect(try texts(frame: 77) == expected)
    }

    @Test func theSameSeedGivesTheSameLife() throws {
        func life(_ seed: UInt64) throws -> [Duration] {
            var line = try EngineLine(faults: "reorder, duplicate, slow=200ms±100ms", seed: seed)
            line.say(1...500)
            line.wait(.seconds(5))
            return line.arrivals.map(\.at)
        }
        let life4 = try life(4)
        #expect(try life(4) == life4)
        #expect(try life(5) != life4)
    }
}
