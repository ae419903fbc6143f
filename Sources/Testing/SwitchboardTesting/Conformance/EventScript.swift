// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Makes the events of one call, the same ones in every run.
struct EventScript {
    let call: CallID
    let start: Date
    private var count: Int
    private let number: Int

    /// `number` names the call; its events begin so many seconds after an arbitrary point in time.
    ///
    /// - Parameters:
    ///   - number: makes the names of the events, and the call's unless that is given.
    ///   - seconds: when the call begins; `nil` for as many seconds as the number says.
    ///   - count: how many event names are left out, so that two servers can tell of the same call.
    ///   - call: the call's name.
    init(_ number: Int, at seconds: Double? = nil, after count: Int = 0, call: CallID? = nil) {
        self.number = number
        self.count = count
        let digits = String(number, radix: 16)
        self.call = call ?? CallID("CA" + String(repeating: "0", count: 32 - digits.count) + digits)
        self.start = Date(timeIntervalSince1970: 1_700_000_000 + (seconds ?? Double(number)))
    }

    var info: CallInfo {
        CallInfo(
            id: self.call,
            account: "AC00000000000000000000000000000001",
            direction: .inbound,
            from: "+12025550100",
            to: "+12025550101",
            receivedAt: self.start
        )
    }

    /// The next event; it happens so many seconds after the call began, or as many as there were events.
    mutating func event(_ kind: CallEvent.Kind, at seconds: Double? = nil) -> CallEvent {
        self.count += 1
        let number = String(self.number * 100_000 + self.count)
        let padded = String(repeating: "0", count: 12 - number.count) + number
        return CallEvent(
            id: EventID(rawValue: "0190a0b0-0000-7000-8000-\(padded)"),
            call: self.call,
            time: self.start.addingTimeInterval(seconds ?? Double(self.count)),
            kind: kind
        )
    }

    mutating func received() -> CallEvent { self.event(.received(self.info)) }

    mutating func spoken(_ text: String, by speaker: Speaker = .caller, at seconds: Double? = nil) -> CallEvent {
        self.event(.spoken(Self.line(text, by: speaker)), at: seconds)
    }

    mutating func spoken(_ texts: some Sequence<String>) -> [CallEvent] {
        var events: [CallEvent] = []
        for text in texts { events.append(self.spoken(text)) }
        return events
    }

    static func line(_ text: String, by speaker: Speaker = .caller) -> SpokenLine {
        SpokenLine(
            speaker: speaker,
            text: text,
            start: .milliseconds(1_240),
            end: .microseconds(2_500_125),
            confidence: 0.8125,
            words: [Word(text: text, start: .milliseconds(1_240), end: .milliseconds(1_500), confidence: 0.1)],
            isInterrupted: speaker == .agent,
            source: "offline"
        )
    }

    private static let reports: [CallEvent.Kind] = [
        .answeredBy(.machineEndBeep, after: .milliseconds(4_250)), .answeredBy(.human, after: nil),
        .streamReported(StreamNotice(stream: "MZ1", event: "stream-error", error: "31921")),
        .streamReported(StreamNotice(stream: "MZ1", event: "stream-stopped")),
        .gathered(digits: "12#", confidence: nil), .gathered(digits: nil, confidence: 0.5),
        .recorded(RecordingReport(recording: "RE1", status: "in-progress")),
        .recorded(
            RecordingReport(
                recording: "RE1",
                status: "completed",
                url: "https://example.com/RE1",
                seconds: 7,
                channels: 2,
                source: "DialVerb"
            )
        ),
        .legReported(LegReport(leg: "CA2", status: .ringing, sequence: 0)),
        .legReported(LegReport(leg: "CA2", status: .completed, sequence: 1, seconds: 12)),
        .fellBack(code: 11_200, url: "https://example.com/"), .fellBack(code: nil, url: nil),
    ]

    private static let commands: [CallEvent.Kind] = [
        .commanded(.say("Hello."), by: "desk"), .commanded(.hold, by: "desk"), .commanded(.resume, by: "desk"),
        .commanded(.transfer(to: "queue:support", whisper: "Angry."), by: "desk"),
        .commanded(.transfer(to: "+12025550143"), by: "desk"), .commanded(.hangUp, by: "desk"),
    ]

    /// What an outbound call may have been ordered with, at its fullest.
    static let plan = CallPlan(
        order: "order-7",
        greeting: "Your table is ready.",
        dialogue: "restaurant",
        onMachine: .leave(message: "Please call us back.")
    )

    /// One event of every kind, in an order that could happen.
    mutating func everyKind() -> [CallEvent] {
        let summary = TurnSummary(
            number: 1,
            outcome: .answered,
            source: "faq:hours",
            score: 0.75,
            recognition: .milliseconds(300),
            response: .microseconds(1_501),
            synthesis: .nanoseconds(40_000_001)
        )
        let kinds: [CallEvent.Kind] =
            [
                .received(self.info),
                .streamStarted(stream: "MZ1", resumed: false, recogniser: "offline", synthesiser: "offline"),
                .spoken(Self.line("when are you open")),
                .turn(summary),
                .turn(TurnSummary(number: 2, outcome: .askedAgain, source: "prompt:say_again")),
                .spoken(Self.line("We are open", by: .agent)),
                .digit("#", at: .milliseconds(4_020)),
                .audioLost(.milliseconds(1_500), at: .seconds(5)),
                .nextDecided(.resume), .nextDecided(.voicemail), .nextDecided(.hangUp),
                .nextDecided(.transfer(to: "+12025550143")),
                .streamEnded(.transferred),
                .streamStarted(
                    stream: "MZ2",
                    resumed: true,
                    recogniser: "offline",
                    synthesiser: "none",
                    purpose: .listening
                ),
                .streamEnded(.connectionLost, purpose: .listening),
                .nextDecided(.transfer(to: "conference:Room 5", whisper: "A caller who asks for a table.")),
                .nextDecided(.hold), .nextDecided(.gather),
                .transferEnded(status: "completed"),
                .transferEnded(status: "busy", leg: "CA2", seconds: 12),
                .voicemail(url: "https://example.com/RE1", seconds: 12),
                .status(.inProgress, duration: nil, sequence: 1),
                .status(.completed, duration: 42, sequence: 2),
            ] + Self.reports + Self.commands
        var events: [CallEvent] = []
        for kind in kinds { events.append(self.event(kind)) }
        return events
    }
}
