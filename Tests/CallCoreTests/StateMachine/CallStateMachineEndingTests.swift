// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CallStateMachineEndingTests {
    private let prompts = DialoguePrompts()
    private let policy = DialoguePolicy(transferNumber: "+12025550111")

    // MARK: Silence

    @Test func asksASilentCallerOnceAndThenSaysGoodbye() {
        var call = Conversation.greeted()
        call.happens(.timer(.callerSilence))
        #expect(call.says == self.prompts.stillThere)
        call.speechIsHeard()
        #expect(call.wants(.start(.callerSilence, self.policy.goodbyeAfter)))
        call.happens(.timer(.callerSilence))
        #expect(call.says == self.prompts.goodbye)
        call.speechIsHeard()
        #expect(call.end?.termination == .callerSilent && call.end?.next == .hangUp)
    }

    @Test func startsTheLadderAnewWhenTheCallerSpeaks() {
        var call = Conversation.greeted()
        call.happens(.timer(.callerSilence))
        call.speechIsHeard()
        call.callerSays("yes")
        call.answer("Good.")
        call.speechIsHeard()
        call.happens(.timer(.callerSilence))
        #expect(call.says == self.prompts.stillThere)
    }

    // MARK: Keys

    @Test func connectsWithAPersonWhenTheOperatorKeyIsPressed() {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.happens(.digit("0"))
        #expect(call.wants(.stopAsking) && call.wants(.cancel(.replyDeadline)))
        #expect(call.says == self.prompts.transferring)
        call.happens(.digit("0"))
        #expect(call.actions == [])
        call.speechIsHeard()
        #expect(call.end?.termination == .transferred && call.end?.next == .transfer(to: "+12025550111"))
    }

    @Test func promisesNoPersonWhereThereIsNone() {
        var call = Conversation.greeted(policy: DialoguePolicy(handover: .voicemail, transferNumber: nil))
        call.happens(.digit("0"))
        #expect(call.says != self.prompts.transferring)
        call.speechIsHeard()
        #expect(call.end?.next == .voicemail)
    }

    @Test(arguments: ["1", "#", "", "00", "０"])
    func ignoresTheKey(key: String) {
        var call = Conversation.greeted()
        call.happens(.digit(key))
        #expect(call.actions == [])
    }

    @Test func hasNoOperatorKeyWhereThePolicyHasNone() {
        var call = Conversation.greeted(policy: DialoguePolicy(operatorDigit: nil))
        call.happens(.digit("0"))
        #expect(call.actions == [])
    }

    // MARK: Failures and limits

    @Test func keepsItsReasonWhenTheRecogniserFailsDuringTheLastWords() {
        var call = Conversation.greeted()
        call.callerSays("bye")
        call.answer("Goodbye.", .hangUp)
        call.happens(.recogniserFailed)
        #expect(call.actions == [])
        call.speechIsHeard()
        #expect(call.end?.termination == .agentHungUp)
    }

    @Test func handsOverAtOnceWithoutAVoice() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.speechFailed(number: 1))
        #expect(call.end?.termination == .synthesiserFailed && call.end?.next == .gather)
    }

    @Test func goesWhereItWasGoingWhenTheLastWordsCannotBeSaid() {
        var call = Conversation.greeted()
        call.callerSays("bye")
        call.answer("Goodbye.", .hangUp)
        call.happens(.speechFailed(number: call.speech?.number ?? 0))
        #expect(call.end?.termination == .agentHungUp && call.end?.next == .hangUp)
    }

    @Test func ignoresTheEndOfASpeechThatIsNotSaidAnyMore() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.callerSpeechStarted)
        call.happens(.speechFinished(number: 1))
        call.happens(.speechFailed(number: 1))
        #expect(call.isListening && call.actions == [])
    }

    @Test func saysGoodbyeAfterTheLongestCall() {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.happens(.timer(.longestCall))
        #expect(call.wants(.stopAsking))
        #expect(call.says == self.prompts.goodbye)
        #expect(call.wants(.start(.longestCall, self.policy.longestFarewell)))
        call.speechIsHeard()
        #expect(call.end?.termination == .tooLong && call.end?.next == .hangUp)
    }

    @Test func endsWithoutItsLastWordsWhenTheyTakeTooLong() {
        var call = Conversation.greeted()
        call.happens(.timer(.longestCall))
        call.happens(.timer(.longestCall))
        #expect(call.end?.termination == .tooLong)
    }

    // MARK: Drain and stop

    @Test func movesOnAtOnceWhenNobodySpeaks() {
        var call = Conversation.greeted()
        call.happens(.drain)
        #expect(call.end?.termination == .drained && call.end?.next == .resume)
    }

    @Test func answersATurnBeforeItMovesOn() {
        var call = Conversation.greeted()
        call.callerSays("when are you open")
        call.happens(.drain)
        #expect(call.actions == [])
        call.answer("From eight to six.")
        #expect(call.says == "From eight to six.")
        call.speechIsHeard()
        #expect(call.end?.termination == .drained)
    }

    @Test func hearsACallerOutBeforeItMovesOn() {
        var call = Conversation.greeted()
        call.happens(.callerSpeechStarted)
        call.happens(.drain)
        #expect(call.actions == [])
        call.callerSays("thank you")
        call.answer("You are welcome.")
        call.speechIsHeard()
        #expect(call.end?.termination == .drained)
    }

    @Test func movesOnWhenItWasOnlyACough() {
        var call = Conversation.greeted()
        call.happens(.callerSpeechStarted)
        call.happens(.drain)
        call.happens(.timer(.callerSilence))
        #expect(call.end?.termination == .drained)
    }

    @Test func answersWhatWasSaidDuringALastUninterruptibleSentence() {
        var call = Conversation(policy: DialoguePolicy(bargeIn: false))
        call.happens(.streamStarted(resumed: false))
        call.callerSays("when are you open")
        call.happens(.drain)
        call.speechIsHeard()
        #expect(call.asks?.text == "when are you open")
    }

    @Test func endsWhereItWasGoingWhenDrainedDuringTheLastWords() {
        var call = Conversation.greeted()
        call.callerSays("bye")
        call.answer("Goodbye.", .hangUp)
        call.happens(.drain)
        call.speechIsHeard()
        #expect(call.end?.termination == .agentHungUp)
    }

    @Test func movesOnBeforeTheStreamHasStarted() {
        var call = Conversation()
        call.happens(.drain)
        #expect(call.end?.termination == .drained)
    }

    @Test func endsOnceWithEveryTimerCancelledAndIsThenDeafToEverything() {
        var call = Conversation.greeted()
        call.callerSays("hello")
        call.happens(.stop(.callerHungUp, next: .hangUp))
        #expect(call.actions.first == .stopAsking)
        for timer in CallTimer.allCases { #expect(call.wants(.cancel(timer))) }
        #expect(call.actions.last == .finish(.callerHungUp, next: .hangUp))
        for event: CallStateMachine.Event in [
            .stop(.connectionLost, next: .resume), .drain, .timer(.longestCall), .recogniserFailed, .turnEnded,
            .streamStarted(resumed: true), .digit("0"), .utterance(.said("hello"), endsTurn: true),
            .response(.notUnderstood, turn: 1), .responseFailed(turn: 1), .speechFinished(number: 1),
            .speechFailed(number: 1), .callerSpeechStarted,
        ] {
            call.happens(event)
            #expect(call.actions == [])
        }
        #expect(call.machine.state == .finished(.callerHungUp, .hangUp))
    }
}
