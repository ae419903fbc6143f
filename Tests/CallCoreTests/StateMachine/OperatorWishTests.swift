// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing

/// What operators want of a conversation.
struct OperatorWishTests {
    // MARK: Saying something

    @Test func saysASentenceAtOnceWhileItListens() {
        var call = Conversation.greeted()
        call.happens(.announce("your table is ready", interrupts: false))
        #expect(call.says == "your table is ready")
        #expect(call.speech?.reply.source == "operator")
        call.speechIsHeard()
        #expect(call.isListening)
    }

    @Test func waitsUntilItHasFinishedSpeaking() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.announce("first", interrupts: false))
        call.happens(.announce("second", interrupts: false))
        #expect(call.actions.isEmpty)
        call.speechIsHeard()
        #expect(call.says == "first")
        call.speechIsHeard()
        #expect(call.says == "second")
    }

    @Test func interruptsItselfIfThatIsWanted() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.announce("fire alarm", interrupts: true))
        #expect(call.wants(.stopSpeaking))
        #expect(call.says == "fire alarm")
    }

    @Test func doesNotTalkOverTheCaller() {
        var call = Conversation.greeted()
        call.happens(.callerSpeechStarted)
        call.happens(.announce("later", interrupts: false))
        #expect(call.actions.isEmpty)
        call.callerSays("when are you open")
        call.answer("at nine")
        call.speechIsHeard()
        #expect(call.says == "later")
    }

    @Test func saysItAfterACoughThatWasNoWord() {
        var call = Conversation.greeted()
        call.happens(.callerSpeechStarted)
        call.happens(.announce("later", interrupts: false))
        call.happens(.turnEnded)
        #expect(call.says == "later")
        var silent = Conversation.greeted()
        silent.happens(.callerSpeechStarted)
        silent.happens(.announce("later", interrupts: false))
        silent.happens(.timer(.callerSilence))
        #expect(silent.says == "later")
    }

    @Test func answersTheTurnThatItInterrupted() {
        var call = Conversation.greeted()
        call.callerSays("when are you open")
        call.happens(.announce("one moment", interrupts: true))
        #expect(call.wants(.stopAsking) && call.wants(.cancel(.replyDeadline)))
        #expect(call.says == "one moment")
        call.speechIsHeard()
        #expect(call.asks?.text == "when are you open")
    }

    @Test func answersFirstIfItNeedNotInterrupt() {
        var call = Conversation.greeted()
        call.callerSays("when are you open")
        call.happens(.announce("by the way", interrupts: false))
        #expect(call.actions.isEmpty)
        call.answer("at nine")
        #expect(call.says == "at nine")
        call.speechIsHeard()
        #expect(call.says == "by the way")
    }

    @Test func saysWhatWasWantedBeforeItsGreeting() {
        var call = Conversation()
        call.happens(.announce("welcome back", interrupts: true))
        call.happens(.streamStarted(resumed: false))
        call.speechIsHeard()
        #expect(call.says == "welcome back")
    }

    @Test func forgetsWhatNobodyWillHear() {
        var call = Conversation.greeted()
        call.callerSays("goodbye")
        call.answer("bye", .hangUp)
        call.happens(.announce("too late", interrupts: true))
        #expect(call.actions.isEmpty)
        call.speechIsHeard()
        #expect(call.end?.next == .hangUp)
    }

    @Test func keepsOnlySoMany() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        for number in 0..<20 { call.happens(.announce("\(number)", interrupts: false)) }
        var said: [String] = []
        call.speechIsHeard()
        while let text = call.says {
            said.append(text)
            call.speechIsHeard()
        }
        #expect(said == (0..<8).map { "\($0)" })
    }

    @Test func saysWhatWaitsBeforeAShutdownEndsTheStream() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.announce("your table is ready", interrupts: false))
        call.happens(.drain)
        call.speechIsHeard()
        #expect(call.says == "your table is ready")
        call.speechIsHeard()
        #expect(call.end?.termination == .drained)
    }

    // MARK: Leaving

    @Test func leavesAfterALastSentence() {
        var call = Conversation.greeted()
        call.happens(.leave(saying: "please hold", .held, next: .hold))
        #expect(call.says == "please hold")
        #expect(call.end == nil)
        call.speechIsHeard()
        #expect(call.end?.termination == .held && call.end?.next == .hold)
    }

    @Test(arguments: [nil, ""])
    func leavesWithoutAWord(_ text: String?) {
        var call = Conversation.greeted()
        call.callerSays("when are you open")
        call.happens(.leave(saying: text, .operatorHungUp, next: .hangUp))
        #expect(call.wants(.stopAsking))
        #expect(call.end?.termination == .operatorHungUp && call.end?.next == .hangUp)
    }

    @Test func breaksOffWhatIsSaidForItsLastSentence() {
        var call = Conversation()
        call.happens(.streamStarted(resumed: false))
        call.happens(.leave(saying: "one moment", .transferred, next: .transfer(to: "+12025550143")))
        #expect(call.wants(.stopSpeaking))
        #expect(call.says == "one moment")
    }

    @Test func letsAnOperatorOverruleAGoodbye() {
        var call = Conversation.greeted()
        call.callerSays("goodbye")
        call.answer("bye", .hangUp)
        call.happens(.leave(saying: "please hold", .held, next: .hold))
        #expect(call.wants(.stopSpeaking))
        #expect(call.says == "please hold")
        call.speechIsHeard()
        #expect(call.end?.next == .hold)
    }

    @Test func leavesBeforeItHasBegun() {
        var call = Conversation()
        call.happens(.leave(saying: "please hold", .held, next: .hold))
        #expect(call.end?.next == .hold)
    }

    @Test func goesToTheHandoverInsteadOfTheCarriersEarsIfThePolicySaysSo() {
        var call = Conversation.greeted(policy: DialoguePolicy(handover: .voicemail, overflow: .handover))
        call.happens(.recogniserFailed)
        call.speechIsHeard()
        #expect(call.end?.next == .voicemail)
    }
}
