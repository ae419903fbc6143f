// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

struct CallStateMachineTests {
    private let prompts = DialoguePrompts()
    private let policy = DialoguePolicy(transferNumber: "+12025550111")

    // MARK: Turn-taking

    @Test func greetsAndThenListens() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        #expect(call.says == self.prompts.greeting)
        #expect(call.wants(.start(.longestCall, self.policy.longestCall)))
        call.speechIsHeard()
        #expect(call.isListening)
        #expect(call.wants(.start(.callerSilence, self.policy.stillThereAfter)))
    }

    @Test func saysAfterABrokenStreamThatItWasCutOff() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: true))
        #expect(call.says == self.prompts.resumed)
    }

    @Test func startsOnlyOnce() {
        var call = Conversation.greeted()
        call.happens(.streamStarted(resumed: false))
        #expect(call.actions == [])
    }

    @Test func asksTheResponderWhenTheEngineEndsTheTurn() {
        var call = Conversation.greeted()
        call.callerSays("when are you open")
        #expect(call.asks?.text == "when are you open")
        #expect(call.wants(.start(.replyDeadline, self.policy.replyDeadline)))
        call.answer("From eight to six.")
        #expect(call.says == "From eight to six.")
        #expect(call.wants(.cancel(.replyDeadline)))
        #expect(call.speech?.turn == 1)
    }

    @Test func takesSilenceForTheEndOfATurnWhereTheEngineDoesNotDecide() {
        var call = Conversation.greeted()
        call.callerSays("a table", endsTurn: false)
        #expect(call.wants(.start(.turnSilence, self.policy.endOfTurnSilence)))
        #expect(call.wants(.cancel(.callerSilence)))
        call.callerSays("for two", endsTurn: false)
        call.happens(.timer(.turnSilence))
        #expect(call.asks?.text == "a table for two")
    }

    @Test func takesTheTurnWhenTheEngineDecidesLater() {
        var call = Conversation.greeted()
        call.callerSays("hello", endsTurn: false)
        call.happens(.turnEnded)
        #expect(call.asks?.text == "hello")
    }

    @Test func throwsTheAnswerToHalfATurnAwayWhenTheCallerGoesOn() {
        var call = Conversation.greeted()
        call.callerSays("a table for two")
        call.callerSays("at seven")
        #expect(call.wants(.stopAsking))
        #expect(call.asks?.text == "a table for two at seven")
        #expect(call.asks?.number == 2)
        call.happens(.response(.notUnderstood, turn: 1))
        #expect(call.actions == [])
    }

    @Test func takesNoSecondAnswerToATurn() {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.answer("Hello.")
        call.happens(.response(.answer(Reply(text: "Again", source: "test")), turn: 1))
        #expect(call.actions == [])
    }

    @Test func keepsThinkingWhenSomebodyCoughs() {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.happens(.callerSpeechStarted)
        call.callerSays("", confidence: 0)
        #expect(call.actions == [])
        #expect(call.turn == 1)
    }

    @Test func keepsATurnBoundedHoweverLongSomebodyTalks() {
        var call = Conversation.greeted()
        for number in 0..<10_000 { call.callerSays("word\(number)", endsTurn: false) }
        call.happens(.timer(.turnSilence))
        #expect(call.asks?.utterances.count == 64)
        #expect(call.asks?.utterances.last?.text == "word9999")
    }

    // MARK: Barge-in

    @Test func fallsSilentWhenTheCallerCutsIn() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.callerSpeechStarted)
        #expect(call.actions.first == .stopSpeaking)
        #expect(call.isListening)
        call.callerSays("stop")
        #expect(call.asks?.text == "stop")
    }

    @Test func fallsSilentForWordsOfAnEngineThatDoesNotSayWhenSpeechStarts() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.callerSays("hello", endsTurn: true)
        #expect(call.actions.first == .stopSpeaking)
        #expect(call.asks?.text == "hello")
    }

    @Test func ignoresNoiseWithoutWordsWhileItSpeaks() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.callerSays("", confidence: 0)
        #expect(call.actions == [])
        call.speechIsHeard()
        #expect(call.isListening && call.asks == nil)
    }

    @Test func finishesWhatMayNotBeInterruptedAndAnswersThen() {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.answer("This call is recorded.", isInterruptible: false)
        call.happens(.callerSpeechStarted)
        #expect(call.actions == [])
        call.callerSays("when are you open")
        #expect(call.actions == [])
        call.speechIsHeard()
        #expect(call.asks?.text == "when are you open")
    }

    @Test func letsNobodyCutInWhereThePolicyForbidsIt() {
        var call = Conversation(policy: DialoguePolicy(bargeIn: false))
        call.happens(.streamStarted(resumed: false))
        call.happens(.callerSpeechStarted)
        call.callerSays("hello", endsTurn: false)
        #expect(call.says == self.prompts.greeting)
        call.speechIsHeard()
        #expect(call.wants(.start(.turnSilence, self.policy.endOfTurnSilence)))
        call.happens(.timer(.turnSilence))
        #expect(call.asks?.text == "hello")
    }

    @Test func goesOnAfterACoughThatCutIn() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.callerSpeechStarted)
        #expect(call.wants(.start(.callerSilence, self.policy.longestUtterance)))
        call.happens(.timer(.callerSilence))
        #expect(call.says == self.prompts.stillThere)
    }

    @Test func answersTheWordsBeforeACough() {
        var call = Conversation.greeted()
        call.callerSays("when are you open", endsTurn: false)
        call.happens(.callerSpeechStarted)
        #expect(call.wants(.start(.turnSilence, self.policy.longestUtterance)))
        call.happens(.timer(.turnSilence))
        #expect(call.asks?.text == "when are you open")
    }

    @Test func countsSilenceFromTheEndOfSpeechThatBroughtNoWord() {
        var call = Conversation.greeted()
        call.happens(.callerSpeechStarted)
        call.happens(.turnEnded)
        #expect(call.wants(.start(.callerSilence, self.policy.stillThereAfter)))
    }

    // MARK: Not understood

    @Test func asksAgainInOtherWordsAndThenHandsOver() {
        var call = Conversation.greeted()
        for prompt in self.prompts.sayAgain {
            call.callerSays("mumble", confidence: 0.1)
            #expect(call.says == prompt)
            call.speechIsHeard()
        }
        call.callerSays("mumble", confidence: 0.1)
        #expect(call.machine.state.isClosing)
        call.speechIsHeard()
        #expect(call.end?.termination == .voicemail && call.end?.next == .voicemail)
    }

    @Test func asksAgainWhenTheResponderHasNoAnswer() {
        var call = Conversation.greeted()
        call.callerSays("what is the meaning of life")
        call.answer(.notUnderstood)
        #expect(call.says == self.prompts.sayAgain[0])
        #expect(call.wants(.cancel(.replyDeadline)))
    }

    @Test func countsMisunderstandingsInARowOnly() {
        var call = Conversation.greeted()
        for _ in 0..<5 {
            call.callerSays("mumble", confidence: 0.1)
            call.speechIsHeard()
            call.callerSays("hello")
            call.answer("Hello.")
            call.speechIsHeard()
        }
        #expect(call.isListening)
    }

    @Test(arguments: [Double.nan, -1, 0, 0.39])
    func doesNotTrust(confidence: Double) {
        var call = Conversation.greeted()
        call.callerSays("hello", confidence: confidence)
        #expect(call.says == self.prompts.sayAgain[0])
    }

    // MARK: The responder fails

    @Test func apologisesWhenTheResponderIsLateAndIgnoresWhatComesLater() {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.happens(.timer(.replyDeadline))
        #expect(call.actions.first == .stopAsking)
        #expect(call.says == self.prompts.apology)
        call.happens(.response(.answer(Reply(text: "late", source: "test")), turn: 1))
        #expect(call.actions == [])
    }

    @Test func handsOverWhenTheResponderFailsAgainAndAgain() {
        var call = Conversation.greeted()
        for _ in 0..<2 {
            call.callerSays("hello")
            call.happens(.responseFailed(turn: call.turn ?? 0))
            #expect(call.says == self.prompts.apology)
            call.speechIsHeard()
        }
        call.callerSays("hello")
        call.happens(.responseFailed(turn: call.turn ?? 0))
        call.speechIsHeard()
        #expect(call.end?.next == .voicemail)
    }

    // MARK: Actions of a reply

    @Test(arguments: [
        (DialogueAction.hangUp, CallTermination.agentHungUp, NextStep.hangUp),
        (.voicemail, .voicemail, .voicemail),
        (.transfer(to: nil), .transferred, .transfer(to: "+12025550111")),
        (.transfer(to: "+12025550122"), .transferred, .transfer(to: "+12025550122")),
    ])
    func saysTheReplyAndThen(action: DialogueAction, termination: CallTermination, next: NextStep) {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.answer("Goodbye.", action)
        #expect(call.says == "Goodbye.")
        call.callerSays("wait")
        #expect(call.actions == [])
        call.speechIsHeard()
        #expect(call.end?.termination == termination && call.end?.next == next)
    }

    @Test func goesWhereThePolicySaysWhenThereIsNobodyToTransferTo() {
        var call = Conversation.greeted(policy: DialoguePolicy(handover: .voicemail, transferNumber: nil))
        call.callerSays("a person please")
        call.answer("One moment.", .transfer(to: nil))
        call.speechIsHeard()
        #expect(call.end?.next == .voicemail)
    }

    @Test func repeatsTheLastAnswerNotTheLastPrompt() {
        var call = Conversation.greeted()
        call.callerSays("when are you open")
        call.answer("From eight to six.")
        call.speechIsHeard()
        call.callerSays("mumble", confidence: 0.1)
        call.speechIsHeard()
        call.callerSays("say that again")
        call.answer("", .repeatLast)
        #expect(call.says == "From eight to six.")
    }

    @Test func repeatsTheGreetingWhenThereWasNoAnswerYet() {
        var call = Conversation.greeted()
        call.callerSays("pardon")
        call.answer("", .repeatLast)
        #expect(call.says == self.prompts.greeting)
    }
}

extension CallStateMachine.State {
    var isClosing: Bool {
        if case .closing = self { return true }
        return false
    }
}
