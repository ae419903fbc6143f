// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import CallCore

struct ConversationMemoryTests {
    private static let greeting = CallEvent.Kind.agent("hello", from: "prompt:greeting")

    // MARK: What was said

    @Test func knowsNothingOfACallThatHasJustCome() {
        let memory = ConversationMemory.after(.received(.sample()))
        #expect(memory.script.isEmpty && memory.unanswered.isEmpty && memory.turns == 0 && memory.lastAnswer == nil)
        #expect(!memory.wasGreeted)
        #expect(memory.latest == Date(timeIntervalSince1970: 1_700_000_000))
        #expect(ConversationMemory([]) == ConversationMemory())
    }

    @Test func keepsExchangesAndTheLastAnswer() {
        let memory = ConversationMemory.after(
            .started,
            Self.greeting,
            .caller("when are"),
            .caller("you open"),
            .answered(1),
            .agent("from nine to five"),
            .caller("and on sunday"),
            .answered(2),
            .agent("we are closed")
        )
        #expect(memory.script == ["1 when are you open: from nine to five", "2 and on sunday: we are closed"])
        #expect(memory.turns == 2 && memory.reprompts == 0 && memory.unanswered.isEmpty && memory.wasGreeted)
        #expect(memory.lastAnswer?.text == "we are closed" && memory.lastAnswer?.source == "faq:hours")
        #expect(memory.lastAnswer?.isReusable == false)
    }

    @Test func countsHowOftenInARowTheCallerWasAskedAgain() {
        let again: [CallEvent.Kind] = [
            .caller("mumble"), .turn(2, .askedAgain), .agent("Sorry?", from: "prompt:say_again"), .caller("mumble"),
            .turn(3, .failed, "prompt:apology"), .agent("Oh dear.", from: "prompt:apology"),
        ]
        let first: [CallEvent.Kind] = [.started, .caller("hi"), .answered(1), .agent("hi you")]
        let memory = ConversationMemory(ConversationMemory.events(first + again))
        #expect(memory.reprompts == 2 && memory.turns == 3)
        #expect(memory.script == ["1 hi: hi you"])
        #expect(memory.lastAnswer?.text == "hi you")
        let understood = ConversationMemory(
            ConversationMemory.events(first + again + [.caller("ah"), .answered(4), .agent("yes")])
        )
        #expect(understood.reprompts == 0 && understood.turns == 4)
    }

    @Test func takesNothingForAnAnswerThatNobodyAskedFor() {
        let memory = ConversationMemory.after(
            .started,
            .caller("when"),
            .answered(1),
            .agent("we close soon", from: "operator"),
            .agent("Are you still there?", from: "prompt:still_there")
        )
        #expect(memory.script == ["1 when: "])
        #expect(memory.lastAnswer == nil && memory.unanswered.isEmpty)
    }

    @Test func takesTheGreetingForAnAnswerToWhoeverWantsItAgain() {
        let memory = ConversationMemory.after(.started, Self.greeting, .caller("again"), .answered(1), Self.greeting)
        #expect(memory.script == ["1 again: hello"])
    }

    @Test func remembersOnlyTheLatest() {
        let steps = (1...50).flatMap { [CallEvent.Kind.caller("\($0)"), .answered($0), .agent("yes")] }
        let memory = ConversationMemory(ConversationMemory.events(steps), limit: 3)
        #expect(memory.script == ["48 48: yes", "49 49: yes", "50 50: yes"])
        let monologue = ConversationMemory(ConversationMemory.events((1...500).map { .caller("\($0)") }))
        #expect(monologue.unanswered.count == 64 && monologue.unanswered.last?.text == "500")
    }

    @Test func leavesOutWhatPeopleSaidToEachOther() {
        let memory = ConversationMemory.after(
            .started,
            .caller("a person"),
            .answered(1),
            .agent("one moment"),
            .started("MZ2", .listening),
            .caller("is that you"),
            .agent("it is me"),
            .streamEnded(.streamStopped, purpose: .listening),
            .caller("back again")
        )
        #expect(memory.script == ["1 a person: one moment"])
        #expect(memory.question == "back again")
    }

    // MARK: What was not answered

    @Test func keepsAQuestionThatWasNeverAnswered() {
        let memory = ConversationMemory.after(.started, Self.greeting, .caller("when"), .caller("do you open"))
        #expect(memory.question == "when do you open" && memory.turns == 0)
        #expect(memory.withoutQuestion.unanswered.isEmpty && memory.withoutQuestion.wasGreeted)
    }

    @Test func asksAgainWhereTheAnswerHadNoSoundYet() {
        let memory = ConversationMemory.after(.started, Self.greeting, .caller("when"), .answered(1))
        #expect(memory.question == "when" && memory.turns == 1 && memory.script.isEmpty)
        let talkative = ConversationMemory.after(.started, .caller("when"), .answered(1), .caller("please"))
        #expect(talkative.question == "when please")
    }

    @Test func asksAgainWhereTheBreakCutTheAnswerOff() {
        let memory = ConversationMemory.after(
            .started,
            .caller("when"),
            .answered(1),
            .agent("from nine", isCutOff: true),
            .nextDecided(.resume),
            .streamEnded(.connectionLost)
        )
        #expect(memory.question == "when")
        #expect(memory.script == ["1 when: from nine"])
    }

    @Test func doesNotRepeatWhatTheCallerCutOff() {
        let cut: [CallEvent.Kind] = [.started, .caller("when"), .answered(1), .agent("from nine", isCutOff: true)]
        let words = ConversationMemory(ConversationMemory.events(cut + [.caller("no where")]))
        #expect(words.question == "no where" && words.script == ["1 when: from nine"])
        // The words come after the stream, because recognition takes its time.
        let late = ConversationMemory(
            ConversationMemory.events(cut + [.nextDecided(.resume), .caller("no where"), .caller("are you")])
        )
        #expect(late.question == "no where are you")
        let cough = ConversationMemory(
            ConversationMemory.events(cut + [.agent("Are you still there?", from: "prompt:still_there")])
        )
        #expect(cough.unanswered.isEmpty)
    }

    @Test func forgetsTheQuestionOnceALaterStreamHasAnsweredIt() {
        let memory = ConversationMemory.after(
            .started,
            .caller("when"),
            .answered(1),
            .started("MZ2"),
            .answered(2),
            .agent("at nine")
        )
        #expect(memory.script == ["2 when: at nine"])
        #expect(memory.unanswered.isEmpty && memory.turns == 2)
    }

    @Test func saysWhetherAnybodyWasGreeted() {
        #expect(ConversationMemory.after(.started).wasGreeted)
        #expect(!ConversationMemory.after(.started, .streamEnded(.synthesiserFailed)).wasGreeted)
        #expect(!ConversationMemory.after(.streamEnded(.neverStreamed)).wasGreeted)
        #expect(ConversationMemory.after(.started, Self.greeting, .streamEnded(.recogniserFailed)).wasGreeted)
        #expect(ConversationMemory.after(.agent("hello", from: "prompt:greeting")).wasGreeted)
        #expect(!ConversationMemory.after(.started("MZ1", .listening), Self.greeting).wasGreeted)
    }

    // MARK: Bad events

    private static let whole: [CallEvent.Kind] = [
        .received(.sample()), .started, greeting, .caller("one"), .answered(1), .agent("un"), .caller("mumble"),
        .turn(2, .askedAgain), .agent("Sorry?", from: "prompt:say_again"), .caller("two"), .answered(3),
        .agent("de", isCutOff: true), .nextDecided(.resume), .streamEnded(.connectionLost), .started("MZ2"),
        .answered(4), .agent("deux"), .caller("three"),
    ]

    @Test func isTheSameInWhateverOrderEventsComeAndHoweverOften() {
        let events = ConversationMemory.events(Self.whole)
        let expected = ConversationMemory(events)
        #expect(expected.script == ["1 one: un", "3 two: de", "4 two: deux"] && expected.question == "three")
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<200 {
            let doubled = events + events.filter { _ in Bool.random(using: &generator) }
            #expect(ConversationMemory(doubled.shuffled(using: &generator)) == expected)
        }
    }

    @Test func livesWithWhateverIsMissing() {
        let events = ConversationMemory.events(Self.whole)
        var generator = SeededGenerator(seed: 10)
        for _ in 0..<2_000 {
            let some = events.filter { _ in Bool.random(using: &generator) }
            let memory = ConversationMemory(some, limit: 2)
            #expect(memory.exchanges.count <= 2 && memory.turns <= 4 && memory.reprompts <= 1)
            #expect(memory.unanswered.allSatisfy { ["one", "mumble", "two", "three"].contains($0.text) })
        }
    }

    @Test(arguments: [Int.max, .min, -1, 0]) func livesWithAbsurdNumbers(_ number: Int) {
        let memory = ConversationMemory.after(.caller("one"), .answered(number), .agent("un"))
        var machine = CallStateMachine(prompts: DialoguePrompts(), policy: DialoguePolicy(), memory: memory)
        _ = machine.handle(.streamStarted(resumed: true))
        _ = machine.handle(.speechFinished(number: 1))
        _ = machine.handle(.utterance(.said("two"), endsTurn: true))
        guard case .thinking(let turn) = machine.state else {
            Issue.record("it does not think")
            return
        }
        #expect((1...1_000_001).contains(turn.number))
    }
}
