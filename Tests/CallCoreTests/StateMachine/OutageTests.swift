// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

/// The recogniser is away, is back, or has given up, in every state of a conversation.
@Suite(.timeLimit(.minutes(1)))
struct OutageTests {
    private let prompts = DialoguePrompts()
    private let policy = DialoguePolicy(transferNumber: "+12025550111")
    private static let silences: [CallTimer] = [.callerSilence, .turnSilence]

    private static func measuresSilence(_ call: Conversation) -> Bool {
        call.actions.contains { action in
            if case .start(let timer, _) = action { Self.silences.contains(timer) } else { false }
        }
    }

    // MARK: Away

    @Test func asksNobodyWhetherHeIsThereWhoCannotBeHeard() {
        var call = Conversation.greeted()
        call.happens(.recogniserSuspended)
        for timer in Self.silences { #expect(call.wants(.cancel(timer))) }
        #expect(call.isListening && !Self.measuresSilence(call))
        #expect(!call.wants(.cancel(.longestCall)))
    }

    @Test func startsTheLadderAnewWhenItIsBack() {
        var call = Conversation.greeted()
        call.happens(.timer(.callerSilence))
        call.speechIsHeard()
        call.happens(.recogniserSuspended)
        call.happens(.recogniserResumed)
        #expect(call.wants(.start(.callerSilence, self.policy.stillThereAfter)))
        call.happens(.timer(.callerSilence))
        #expect(call.says == self.prompts.stillThere)
    }

    @Test func takesNoPauseForTheEndOfATurnWhileItIsAway() {
        var call = Conversation.greeted()
        call.callerSays("a table", endsTurn: false)
        call.happens(.recogniserSuspended)
        // Words that were on their way.
        call.callerSays("for two", endsTurn: false)
        #expect(call.isListening && !Self.measuresSilence(call))
        call.happens(.recogniserResumed)
        #expect(call.wants(.start(.turnSilence, self.policy.endOfTurnSilence)))
        call.callerSays("at seven")
        #expect(call.asks?.text == "a table for two at seven")
    }

    @Test func answersAndThenWaitsWithoutATimer() {
        var call = Conversation.greeted()
        call.callerSays("when are you open")
        call.happens(.recogniserSuspended)
        #expect(!call.wants(.stopAsking) && !call.wants(.cancel(.replyDeadline)))
        call.answer("From eight to six.")
        #expect(call.says == "From eight to six.")
        call.speechIsHeard()
        #expect(call.isListening && !Self.measuresSilence(call))
        call.happens(.recogniserResumed)
        #expect(call.wants(.start(.callerSilence, self.policy.stillThereAfter)))
    }

    @Test func finishesWhatItSaysAndThenWaitsWithoutATimer() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.recogniserSuspended)
        #expect(!call.wants(.stopSpeaking))
        call.speechIsHeard()
        #expect(call.isListening && !Self.measuresSilence(call))
    }

    @Test func goesOnMeasuringAfterASpeechWhenItCameBackDuringIt() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.recogniserSuspended)
        call.happens(.recogniserResumed)
        #expect(call.says == self.prompts.greeting && !Self.measuresSilence(call))
        call.speechIsHeard()
        #expect(call.wants(.start(.callerSilence, self.policy.stillThereAfter)))
    }

    @Test func saysItsLastWordsUndisturbed() {
        var call = Conversation.greeted()
        call.callerSays("bye")
        call.answer("Goodbye.", .hangUp)
        call.happens(.recogniserSuspended)
        #expect(call.actions == [])
        call.happens(.recogniserResumed)
        #expect(!Self.measuresSilence(call))
        call.speechIsHeard()
        #expect(call.end?.termination == .agentHungUp)
    }

    @Test func beginsACallWhoseEngineIsAway() {
        var call = Conversation()
        call.happens(.recogniserSuspended)
        call.happens(.streamStarted(resumed: false))
        #expect(call.says == self.prompts.greeting)
        #expect(call.wants(.start(.longestCall, self.policy.longestCall)))
        call.speechIsHeard()
        #expect(!Self.measuresSilence(call))
    }

    @Test func isDeafToItAfterTheEnd() {
        var call = Conversation.greeted()
        call.happens(.stop(.callerHungUp, next: .hangUp))
        for event: CallStateMachine.Event in [.recogniserSuspended, .recogniserResumed] {
            call.happens(event)
            #expect(call.actions == [])
        }
    }

    @Test func takesEachWordOfItOnce() {
        var call = Conversation.greeted()
        call.happens(.recogniserResumed)
        #expect(call.actions == [])
        call.happens(.recogniserSuspended)
        call.happens(.recogniserSuspended)
        #expect(call.actions == [])
        call.happens(.recogniserResumed)
        call.happens(.recogniserResumed)
        #expect(call.actions == [])
    }

    @Test func stillEndsTheLongestCallAndDrains() {
        var long = Conversation.greeted()
        long.happens(.recogniserSuspended)
        long.happens(.timer(.longestCall))
        #expect(long.says == self.prompts.goodbye)
        var drained = Conversation.greeted()
        drained.happens(.recogniserSuspended)
        drained.happens(.drain)
        #expect(drained.end?.termination == .drained)
    }

    @Test func asksForPatienceOnceForEachOutageIfThatIsWanted() {
        var call = Conversation.greeted(policy: DialoguePolicy(holdingAfter: .seconds(6)))
        for _ in 0..<2 {
            call.happens(.recogniserSuspended)
            #expect(call.wants(.start(.outage, .seconds(6))))
            call.happens(.timer(.outage))
            #expect(call.says == self.prompts.moment)
            call.speechIsHeard()
            #expect(call.isListening && call.actions == [])
            call.happens(.recogniserResumed)
            #expect(call.wants(.cancel(.outage)))
        }
    }

    @Test func asksNobodyForPatienceUnlessThatIsWanted() {
        var call = Conversation.greeted()
        call.happens(.recogniserSuspended)
        #expect(!call.actions.contains { if case .start = $0 { true } else { false } })
    }

    // MARK: Given up

    @Test func goesOnWithTheCarriersEarsWithoutAnApologyOfItsOwn() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.recogniserFailed)
        #expect(call.actions.first == .stopSpeaking)
        #expect(call.end?.termination == .recogniserFailed && call.end?.next == .gather)
    }

    @Test func apologisesOnceBeforeItHandsOver() {
        var call = Conversation.greeted(policy: DialoguePolicy(handover: .voicemail, overflow: .handover))
        call.happens(.recogniserFailed)
        #expect(call.says == self.prompts.apology)
        call.happens(.recogniserFailed)
        #expect(call.actions == [])
        call.speechIsHeard()
        #expect(call.end?.termination == .recogniserFailed && call.end?.next == .voicemail)
    }

    @Test func answersTheQuestionThatItUnderstoodFirst() {
        var call = Conversation.greeted()
        call.callerSays("when are you open")
        call.happens(.recogniserFailed)
        #expect(call.actions == [])
        call.answer("From eight to six.")
        #expect(call.says == "From eight to six.")
        call.speechIsHeard()
        #expect(call.end?.termination == .recogniserFailed && call.end?.next == .gather)
    }

    @Test func finishesAnAnswerButNoPrompt() {
        var answered = Conversation.greeted()
        answered.callerSays("when are you open")
        answered.answer("From eight to six.")
        answered.happens(.recogniserFailed)
        #expect(answered.actions == [])
        answered.speechIsHeard()
        #expect(answered.end?.next == .gather)
        var asked = Conversation.greeted()
        asked.happens(.timer(.callerSilence))
        asked.happens(.recogniserFailed)
        #expect(asked.actions.first == .stopSpeaking && asked.end?.next == .gather)
    }

    @Test(arguments: [true, false])
    func asksNothingAgainThatItCouldNotHear(isLate: Bool) {
        var call = Conversation.greeted()
        call.callerSays("what is the meaning of life")
        call.happens(.recogniserFailed)
        isLate ? call.happens(.timer(.replyDeadline)) : call.answer(.notUnderstood)
        #expect(call.end?.termination == .recogniserFailed && call.end?.next == .gather)
        #expect(call.actions.contains { if case .note(let turn) = $0 { turn.outcome == .handedOver } else { false } })
    }

    @Test func doesWhatAnAnswerWantsThoughItIsDeaf() {
        var call = Conversation.greeted()
        call.callerSays("a person please")
        call.happens(.recogniserFailed)
        call.answer("One moment.", .transfer(to: nil))
        call.speechIsHeard()
        #expect(call.end?.termination == .transferred && call.end?.next == .transfer(to: "+12025550111"))
    }

    @Test func answersAWholeTurnThatWaitedForTheEndOfASentence() {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.answer("This call is recorded.", isInterruptible: false)
        call.callerSays("when are you open")
        call.happens(.recogniserFailed)
        call.speechIsHeard()
        #expect(call.asks?.text == "when are you open")
    }

    @Test func leavesAtTheBeginningWhenItNeverHadEars() {
        var call = Conversation()
        call.happens(.recogniserFailed)
        #expect(call.actions == [])
        call.happens(.streamStarted(resumed: false))
        #expect(call.end?.termination == .recogniserFailed && call.end?.next == .gather)
    }

    @Test func failsWhileItIsAway() {
        var call = Conversation.greeted()
        call.happens(.recogniserSuspended)
        call.happens(.recogniserFailed)
        #expect(call.end?.termination == .recogniserFailed && call.end?.next == .gather)
    }
}
