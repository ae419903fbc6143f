// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SwitchboardTesting
import Testing

@testable import switchboard

/// Whole calls: webhook, stream, real engines, dialogue, store, and back to the caller's ear.
@Suite(.timeLimit(.minutes(5)))
struct ConversationTests {
    @Test func answersTwoQuestionsAndKeepsEveryWord() async throws {
        try await RunningServer.with { running in
            let questions = ["what are your opening hours", "i would like to book a table for two at seven"]
            let steps = questions.flatMap { [CallerStep.say($0, voice: nil), .waitForAgent()] }
            let results = try await running.place(running.call([.waitForAgent()] + steps + [.hangUp]))
            let result = try #require(results.first)
            let events = try await running.server.journal.store.events(of: CallID(result.sid))
            let verdict = DemoVerdict(questions: questions, events: events, result: result)
            #expect(verdict.isGood, "\(verdict)")
            let sources = try await running.turns(of: result).map(\.source)
            #expect(sources == ["faq:hours", "faq:table"])
            let record = try #require(try await running.record(of: result))
            #expect(record.status == .completed)
            #expect(record.termination == .callerHungUp)
            #expect(record.audioLostSeconds == 0)
        }
    }

    @Test func connectsWithAPersonWhoIsAskedFor() async throws {
        try await RunningServer.with { running in
            var call = running.call([.waitForAgent(), .say("i want to talk to a person", voice: nil)])
            call.script.dials = [.completed(.seconds(1))]
            call.verbPace = 100
            let result = try #require(try await running.place(call).first)
            #expect(result.verbs.map(\.name).contains("Dial"), "\(result.verbs)")
            #expect(result.violations.isEmpty)
            #expect(try await running.record(of: result)?.termination == .transferred)
        }
    }

    @Test func takesAMessageWhenAskingAgainDoesNotHelp() async throws {
        try await RunningServer.with { running in
            let sentence = "my uncle paints the garage door purple"
            let steps = (1...3).flatMap { _ in [CallerStep.say(sentence, voice: nil), .waitForAgent()] }
            var call = running.call([.waitForAgent()] + steps)
            call.script.records = [RecordAnswer(.seconds(7))]
            call.verbPace = 100
            let result = try #require(try await running.place(call).first)
            #expect(result.verbs.map(\.name).contains("Record"), "\(result.verbs)")
            let outcomes = try await running.turns(of: result).map(\.outcome)
            #expect(outcomes == [.askedAgain, .askedAgain, .handedOver])
            #expect(try await running.record(of: result)?.voicemailURL != nil)
        }
    }

    @Test func keepsOfAnInterruptedAnswerOnlyWhatWasHeard() async throws {
        try await RunningServer.with { running in
            let result = try #require(
                try await running.place(
                    running.call([
                        .waitForAgent(), .say("what is your address", voice: nil),
                        .interrupt("what are your opening hours", delay: .seconds(1), voice: nil), .waitForAgent(),
                        .hangUp,
                    ])
                ).first
            )
            let lines = try await running.transcript(of: result)
            let cut = try #require(lines.first { $0.isInterrupted }, "\(lines.map(\.text))")
            #expect(cut.speaker == .agent)
            #expect(cut.text.split(separator: " ").count < 10)
            #expect(result.streams.reduce(0) { $0 + $1.clears } >= 1)
            #expect(try await running.turns(of: result).map(\.source) == ["faq:address", "faq:hours"])
        }
    }

    @Test func asksASilentCallerAndThenSaysGoodbye() async throws {
        try await RunningServer.with { running in
            let result = try #require(try await running.place(running.call([])).first)
            #expect(result.ending == .serverHungUp)
            let said = try await running.turns(of: result)
            #expect(said.isEmpty)
            let sources = try await running.transcript(of: result).map(\.source)
            #expect(sources.contains { $0.hasSuffix("prompt:still_there") })
            #expect(sources.contains { $0.hasSuffix("prompt:goodbye") })
            #expect(try await running.record(of: result)?.termination == .callerSilent)
        }
    }

    @Test func hearsTwentyCallersAtOnceWithoutLosingAudio() async throws {
        try await RunningServer.with { running in
            let call = running.call([
                .waitForAgent(), .say("what are your opening hours", voice: nil),
                .waitForAgent(silence: .milliseconds(800), timeout: .seconds(60)), .hangUp,
            ])
            let calls = (0..<20).map { index in
                var call = call
                call.sid = "CA" + String(repeating: "0", count: 30) + (index < 10 ? "0\(index)" : "\(index)")
                return call
            }
            let results = try await running.place(calls)
            for result in results {
                #expect(try await running.record(of: result)?.audioLostSeconds == 0)
                #expect(try await running.turns(of: result).first?.source == "faq:hours")
            }
            #expect(running.server.manager.recogniser.status.lostSeconds == 0)
        }
    }
}
