// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

struct GatherDialogueTests {
    private let prompts = DialoguePrompts()

    private func dialogue(
        _ progress: GatherDialogue.Progress? = .init(),
        policy: DialoguePolicy = DialoguePolicy(transferNumber: "+12025550111"),
        memory: ConversationMemory = ConversationMemory(),
        limit: Int = 30
    ) -> GatherDialogue {
        GatherDialogue(
            prompts: self.prompts,
            policy: policy,
            progress: progress,
            memory: memory,
            limit: limit
        )
    }

    private func said(_ step: GatherDialogue.Step) -> String? {
        switch step {
        case .ask(let reply), .leave(let reply?, _, _): reply.text
        case .respond, .leave: nil
        }
    }

    @Test func greets() {
        var first = self.dialogue()
        #expect(self.said(first.begin(resumed: false)) == self.prompts.greeting)
        var again = self.dialogue()
        #expect(self.said(again.begin(resumed: true)) == self.prompts.resumed)
    }

    @Test func asksTheResponderAndSaysItsAnswer() {
        var dialogue = self.dialogue(.init(turns: 4, reprompts: 1, askedWhetherThere: true))
        guard case .respond(let turn) = dialogue.heard(.speech("when are you open", confidence: 0.8)) else {
            Issue.record("the responder was not asked")
            return
        }
        #expect(turn.number == 5 && turn.text == "when are you open" && turn.confidence == 0.8)
        #expect(self.said(dialogue.responded(.answer(Reply(text: "at nine", source: "test")))) == "at nine")
        #expect(dialogue.progress == .init(turns: 5))
        #expect(dialogue.summaries.map(\.outcome) == [.answered])
    }

    @Test func asksAgainAsOftenAsThePolicySays() {
        var progress = GatherDialogue.Progress()
        var said: [String?] = []
        for _ in 0..<3 {
            var dialogue = self.dialogue(progress)
            let step = dialogue.heard(.speech("mumble", confidence: 0.1))
            said.append(self.said(step))
            progress = dialogue.progress
            if case .leave(_, _, let next) = step { #expect(next == .voicemail) }
        }
        #expect(said == [self.prompts.sayAgain[0], self.prompts.sayAgain[1], self.prompts.apology])
    }

    @Test(arguments: [
        (DialogueAction.hangUp, NextStep.hangUp), (.voicemail, .voicemail),
        (.transfer(to: nil), .transfer(to: "+12025550111")),
        (.transfer(to: "+12025550199"), .transfer(to: "+12025550199")),
    ])
    func leavesAsTheAnswerSays(_ action: DialogueAction, _ next: NextStep) {
        var dialogue = self.dialogue()
        _ = dialogue.heard(.speech("please", confidence: nil))
        let step = dialogue.responded(.answer(Reply(text: "yes", action: action, source: "test")))
        guard case .leave(let reply, _, let decided) = step else {
            Issue.record("the conversation goes on: \(step)")
            return
        }
        #expect(reply?.text == "yes" && decided == next)
    }

    @Test func apologisesForAResponderThatFailed() {
        var dialogue = self.dialogue()
        _ = dialogue.heard(.speech("please", confidence: nil))
        #expect(self.said(dialogue.responded(nil)) == self.prompts.apology)
        #expect(dialogue.progress.reprompts == 1)
    }

    @Test func asksWhetherSomebodyIsThereOnce() {
        var dialogue = self.dialogue()
        #expect(self.said(dialogue.heard(.nothing)) == self.prompts.stillThere)
        #expect(dialogue.progress.askedWhetherThere)
        var second = self.dialogue(dialogue.progress)
        guard case .leave(let reply, let termination, let next) = second.heard(.nothing) else {
            Issue.record("silence does not end the conversation")
            return
        }
        #expect(reply?.text == self.prompts.goodbye && termination == .callerSilent && next == .hangUp)
    }

    @Test func takesTheOperatorsKeyAmongOthers() {
        var dialogue = self.dialogue()
        guard case .leave(_, _, let next) = dialogue.heard(.digits("50")) else {
            Issue.record("the key means nothing")
            return
        }
        #expect(next == .transfer(to: "+12025550111"))
        var other = self.dialogue()
        #expect(self.said(other.heard(.digits("5"))) == self.prompts.sayAgain[0])
    }

    @Test func saysThePreviousAnswerAgain() {
        var dialogue = self.dialogue(memory: .after(.caller("when"), .answered(1), .agent("at nine")))
        _ = dialogue.heard(.speech("again", confidence: nil))
        let step = dialogue.responded(.answer(Reply(text: "", action: .repeatLast, source: "test")))
        #expect(self.said(step) == "at nine")
    }

    @Test func countsOnFromTheTurnsBeforeButGivesUpAfterItsOwn() {
        let memory = ConversationMemory.after(
            .caller("one"),
            .answered(1),
            .agent("un"),
            .caller("two"),
            .turn(2, .askedAgain),
            .agent("Sorry?", from: "prompt:say_again")
        )
        var dialogue = self.dialogue(nil, memory: memory, limit: 2)
        #expect(self.said(dialogue.begin(resumed: true)) == self.prompts.resumed)
        #expect(dialogue.progress == .init(turns: 0, reprompts: 1))
        for number in 3...4 {
            var next = self.dialogue(dialogue.progress, memory: number == 3 ? memory : .after(.answered(3)), limit: 2)
            guard case .respond(let turn) = next.heard(.speech("three", confidence: 1)) else {
                Issue.record("the responder is not asked about turn \(number)")
                return
            }
            #expect(turn.number == number && turn.text == "three")
            _ = next.responded(.answer(Reply(text: "trois", source: "test")))
            dialogue = next
        }
        #expect(dialogue.progress.turns == 2)
        var last = self.dialogue(dialogue.progress, memory: .after(.answered(4)), limit: 2)
        guard case .leave = last.heard(.speech("five", confidence: 1)) else {
            Issue.record("it never ends")
            return
        }
    }

    @Test func answersFirstWhatWasNotAnsweredBefore() {
        let memory = ConversationMemory.after(.started, .agent("hello"), .caller("when are you open"))
        var dialogue = self.dialogue(nil, memory: memory)
        guard case .respond(let turn) = dialogue.begin(resumed: true) else {
            Issue.record("the question is forgotten")
            return
        }
        #expect(turn == CallerTurn(number: 1, utterances: memory.unanswered))
        #expect(self.said(dialogue.responded(.answer(Reply(text: "at nine", source: "test")))) == "at nine")
    }

    @Test func handsOverAfterSoManyTurns() {
        var dialogue = self.dialogue(.init(turns: 30))
        guard case .leave(_, _, let next) = dialogue.heard(.speech("hello", confidence: 0.9)) else {
            Issue.record("it never ends")
            return
        }
        #expect(next == .voicemail)
    }

    @Test func answersAnAnswerNobodyWaitsForWithAQuestion() {
        var dialogue = self.dialogue()
        #expect(self.said(dialogue.responded(nil)) == self.prompts.stillThere)
    }
}
