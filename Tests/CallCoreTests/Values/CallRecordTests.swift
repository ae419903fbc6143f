// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import CallCore

struct CallRecordTests {
    private var record = CallRecord(info: .sample())
    private var time = 0.0

    private mutating func apply(_ kinds: CallEvent.Kind...) {
        for kind in kinds {
            self.time += 1
            self.record.apply(
                CallEvent(
                    id: EventID(rawValue: "\(self.time)"),
                    call: self.record.id,
                    time: Date(timeIntervalSince1970: self.time),
                    kind: kind
                )
            )
        }
    }

    private let started = CallEvent.Kind.streamStarted(stream: "MZ", resumed: false, recogniser: "r", synthesiser: "s")
    private let listening = CallEvent.Kind.streamStarted(
        stream: "MZ2",
        resumed: false,
        recogniser: "r",
        synthesiser: "none",
        purpose: .listening
    )
    private let line = CallEvent.Kind.spoken(
        SpokenLine(speaker: .caller, text: "hello", start: .zero, end: .seconds(1), source: "r")
    )

    @Test(arguments: [CallTermination.operatorHungUp, .machineAnswered])
    mutating func keepsWhyTheCarrierWasToldToEndACall(_ why: CallTermination) {
        self.apply(.received(.sample()), .nextDecided(.hangUp), .streamEnded(why))
        // A stream that was on its way takes the end for the caller's.
        self.apply(self.started, .nextDecided(.hangUp), .streamEnded(.callerHungUp))
        #expect(self.record.termination == why && self.record.next == .hangUp && self.record.streams == 1)
    }

    @Test(arguments: [CallTermination.serverLost, .endUnknown])
    mutating func anAfterthoughtCountsOnlyWhereThereIsNoOtherEnd(_ afterthought: CallTermination) {
        self.apply(.received(.sample()), self.started, .streamEnded(afterthought))
        #expect(self.record.termination == afterthought && !self.record.isActive)
        // It was wrong: the call is there again.
        self.apply(self.started)
        #expect(self.record.termination == nil && self.record.isActive)
        for (step, end) in [(NextStep.hold, CallTermination.held), (.resume, .connectionLost), (.resume, .drained)] {
            self.apply(.nextDecided(step), .streamEnded(end), .streamEnded(afterthought))
            #expect(self.record.termination == afterthought && !self.record.isActive)
            self.apply(self.started)
        }
        let person = NextStep.transfer(to: "+12025550111")
        for (step, end) in [(person, CallTermination.transferred), (.voicemail, .voicemail), (.hangUp, .callerHungUp)] {
            self.apply(.nextDecided(step), .streamEnded(end), .streamEnded(afterthought))
            #expect(self.record.termination == end)
            self.apply(self.started)
        }
    }

    @Test mutating func keepsHowLongTheCallerWasConnected() {
        func leg(_ status: CallStatus, _ seconds: Int?) -> CallEvent.Kind {
            .legReported(LegReport(leg: "CA2", status: status, seconds: seconds))
        }
        self.apply(.received(.sample()), leg(.completed, 17), leg(.ringing, 0), leg(.completed, nil))
        #expect(self.record.transferSeconds == 17)
        self.apply(.transferEnded(status: "completed", leg: "CA2", seconds: 18))
        #expect(self.record.transferSeconds == 18)
    }

    @Test mutating func tellsTheStoryOfACall() {
        #expect(self.record.status == .ringing)
        self.apply(.received(.sample()), self.started)
        #expect(self.record.status == .inProgress && self.record.streams == 1)
        self.apply(self.line, self.line, .audioLost(.milliseconds(1500), at: .zero))
        self.apply(.nextDecided(.voicemail), .streamEnded(.voicemail), .voicemail(url: "https://x/RE1", seconds: 3))
        #expect(self.record.lines == 2 && self.record.audioLostSeconds == 1.5)
        #expect(self.record.next == .hangUp && self.record.termination == .voicemail)
        #expect(self.record.voicemailURL == "https://x/RE1")
        self.apply(.status(.completed, duration: 42, sequence: 3))
        #expect(self.record.status == .completed && self.record.duration == 42)
        #expect(self.record.endedAt == Date(timeIntervalSince1970: self.time))
    }

    @Test mutating func hangsUpAfterATransfer() {
        self.apply(self.started, .nextDecided(.transfer(to: "+1")), .streamEnded(.transferred))
        #expect(self.record.next == .transfer(to: "+1"))
        self.apply(.transferEnded(status: "no-answer"))
        #expect(self.record.next == .hangUp)
    }

    @Test(arguments: [CallStatus.completed, .busy, .failed, .noAnswer, .canceled])
    mutating func keepsATerminalStatus(status: CallStatus) {
        self.apply(.status(status, duration: 7, sequence: nil))
        let end = self.record.endedAt
        for later in CallStatus.allCases { self.apply(.status(later, duration: 9, sequence: nil)) }
        self.apply(self.started)
        #expect(self.record.status == status && self.record.duration == 7 && self.record.endedAt == end)
    }

    @Test mutating func neverGoesBackWhenCallbacksComeOutOfOrder() {
        self.apply(.status(.inProgress, duration: nil, sequence: 2), .status(.ringing, duration: nil, sequence: 1))
        self.apply(.status(.queued, duration: nil, sequence: 0))
        #expect(self.record.status == .inProgress)
    }

    @Test mutating func isOpenAgainWhenTheCallIsTakenUpAgain() {
        self.apply(self.started, .nextDecided(.resume), .streamEnded(.connectionLost))
        #expect(self.record.termination == .connectionLost && self.record.endedAt != nil)
        self.apply(self.started)
        #expect(self.record.termination == nil && self.record.next == nil && self.record.endedAt == nil)
        #expect(self.record.streams == 2)
    }

    @Test(arguments: [CallTermination.connectionLost, .replaced, .drained])
    mutating func isNotEndedByTheLastWordsOfAnOlderStream(termination: CallTermination) {
        self.apply(self.started, .nextDecided(.resume), self.started, self.line, .streamEnded(termination))
        #expect(self.record.termination == nil && self.record.endedAt == nil)
        self.apply(.nextDecided(.hangUp), .streamEnded(.callerHungUp))
        #expect(self.record.termination == .callerHungUp && self.record.endedAt != nil)
    }

    @Test mutating func saysThatACallNeverStreamed() {
        self.apply(.received(.sample()), .streamEnded(.neverStreamed))
        #expect(self.record.termination == .neverStreamed)
    }

    @Test mutating func saysThatACallNeverStreamedAgain() {
        self.apply(self.started, .streamEnded(.neverStreamed))
        #expect(self.record.termination == .neverStreamed)
    }

    @Test mutating func goesOnWithTheTransferWhilePeopleAreListenedTo() {
        self.apply(self.started, .nextDecided(.transfer(to: "+1")), self.listening, self.line)
        // The last words of the conversation come late.
        self.apply(.streamEnded(.transferred))
        #expect(self.record.next == .transfer(to: "+1") && self.record.isActive)
        #expect(self.record.streams == 1 && self.record.termination == .transferred)
        self.apply(.streamEnded(.connectionLost, purpose: .listening))
        #expect(self.record.next == .transfer(to: "+1") && self.record.isActive)
        #expect(self.record.termination == .transferred && self.record.endedAt != nil)
        self.apply(.transferEnded(status: "completed"))
        #expect(!self.record.isActive)
    }

    @Test mutating func isOverWhenPeopleWhoWereOnlyListenedToHaveFinished() {
        self.apply(.received(.sample()), .nextDecided(.transfer(to: "+1")), self.listening)
        #expect(self.record.status == .inProgress && self.record.isActive && self.record.streams == 0)
        self.apply(.transferEnded(status: "completed"), .streamEnded(.streamStopped, purpose: .listening))
        #expect(self.record.termination == .streamStopped && !self.record.isActive)
    }

    @Test(arguments: [CallTermination.connectionLost, .neverStreamed, .replaced, .streamStopped])
    mutating func isNotEndedByAnOlderListening(termination: CallTermination) {
        self.apply(self.started, .nextDecided(.transfer(to: "+1")), .streamEnded(.transferred), self.listening)
        self.apply(self.started, .streamEnded(termination, purpose: .listening))
        #expect(self.record.termination == nil && self.record.endedAt == nil && self.record.isActive)
    }

    @Test mutating func isNotOverBecauseTheListeningNeverBegan() {
        self.apply(self.started, .nextDecided(.transfer(to: "+1")), .streamEnded(.transferred))
        self.apply(.streamEnded(.neverStreamed, purpose: .listening))
        #expect(self.record.termination == .transferred && self.record.isActive)
    }

    @Test mutating func isTheSameAfterJSON() throws {
        self.apply(self.started, .nextDecided(.transfer(to: "+1")), .streamEnded(.transferred))
        let json = try JSONEncoder().encode(self.record)
        #expect(try JSONDecoder().decode(CallRecord.self, from: json) == self.record)
    }
}
