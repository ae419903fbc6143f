// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Calls that operators move while they go on, end to end.
///
/// One after the other: each is two servers and some sockets, and other suites want to be answered meanwhile.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ControlledCallTests {
    private static let greeting = "Hello. How can I help you?"

    @Test func saysASentenceAndHangsUpWithAnother() async throws {
        try await ControlStage.run { stage in
            let (result, record) = try await stage.place(stage.inboundCall()) { sid in
                try await stage.heard(Self.greeting, in: sid)
                try await stage.command(sid, "say", #"{"text": "Your table is ready."}"#)
                try await stage.heard("Your table is ready.", in: sid)
                try await stage.command(sid, "hangup", #"{"saying": "We must close now."}"#)
            }
            #expect(result.violations.isEmpty && result.ending == .serverHungUp)
            #expect(try await stage.lines(result.sid) == [Self.greeting, "Your table is ready.", "We must close now."])
            #expect(record.termination == .operatorHungUp && record.status == .completed)
            let commands = try await stage.kinds(result.sid).compactMap { kind -> OperatorCommand? in
                if case .commanded(let command, "local") = kind { command } else { nil }
            }
            #expect(commands == [.say("Your table is ready."), .hangUp])
        }
    }

    @Test func holdsACallAndTakesItUpAgain() async throws {
        try await ControlStage.run(pace: 1) { stage in
            let (result, record) = try await stage.place(stage.inboundCall(pace: 1)) { sid in
                try await stage.heard(Self.greeting, in: sid)
                try await stage.command(sid, "hold")
                try await stage.reached("Enqueue", in: sid)
                let held = try await stage.record(sid)
                #expect(held?.termination == .held && held?.next == .hold && held?.isActive == true)
                try await stage.command(sid, "resume")
                try await stage.heard("Thank you for holding. How can I help you?", in: sid)
                try await stage.command(sid, "hangup")
            }
            #expect(result.violations.isEmpty, "\(result.violations)")
            #expect(result.streams.count == 2)
            #expect(result.verbs.map(\.name).contains("Enqueue"))
            #expect(try await stage.lines(result.sid).contains("Please hold the line."))
            #expect(record.termination == .operatorHungUp)
        }
    }

    @Test func connectsACallerWithAPersonWhoIsToldWhatItIsAbout() async throws {
        try await ControlStage.run(hearing: ["a table for two"]) { stage in
            stage.twilio.callees[ControlStage.friend] = .human(talking: .seconds(7))
            let call = stage.inboundCall([.waitForAgent(), .say("a table for two")])
            let (result, record) = try await stage.place(call) { sid in
                try await stage.heard("You said a table for two", in: sid)
                try await stage.command(sid, "transfer", #"{"to": "+15005550010", "summary": true}"#)
            }
            #expect(result.violations.isEmpty, "\(result.violations)")
            #expect(try await stage.lines(result.sid).last == "One moment, I am connecting you.")
            let leg = try #require(result.legs.first)
            #expect(leg.verbs.map(\.detail) == ["The caller said: a table for two."])
            #expect(record.transferStatus == "completed")
            let seconds = try #require(record.transferSeconds)
            #expect((6...9).contains(seconds))
            let legs = try await stage.kinds(result.sid).compactMap { kind -> CallCore.CallStatus? in
                if case .legReported(let report) = kind, report.leg == leg.sid { report.status } else { nil }
            }
            #expect(Set(legs) == [.initiated, .ringing, .inProgress, .completed])
            #expect(try await stage.gateway.store.call(CallID(leg.sid)) == nil)
        }
    }

    @Test func movesACallFromOnePersonToAnother() async throws {
        try await ControlStage.run(pace: 5) { stage in
            stage.twilio.callees[ControlStage.friend] = .human(talking: .seconds(500))
            stage.twilio.callees["+15005550011"] = .human(talking: .seconds(3))
            let (result, record) = try await stage.place(stage.inboundCall(pace: 5)) { sid in
                try await stage.heard(Self.greeting, in: sid)
                try await stage.command(sid, "transfer", #"{"to": "+15005550010", "saying": ""}"#)
                try await stage.until {
                    try await stage.kinds(sid).contains {
                        if case .legReported(let report) = $0 { report.status == .inProgress } else { false }
                    }
                }
                let answer = try await stage.gateway.order(
                    "/api/calls/\(sid)/transfer",
                    #"{"to": "+15005550011"}"#
                )
                #expect(answer.status == 202 && answer.body.contains(#""way":"carrier""#))
            }
            #expect(result.violations.isEmpty, "\(result.violations)")
            #expect(result.verbs.count { $0.name == "Dial" } == 2)
            #expect(record.transferStatus == "completed" && record.status == .completed)
        }
    }

    @Test func recordsWhatPeopleSayToEachOther() async throws {
        try await ControlStage.run({ $0.gateway.calling.recordsTransfers = true }) { stage in
            stage.twilio.callees[ControlStage.friend] = .human(talking: .seconds(4))
            let (result, record) = try await stage.place(stage.inboundCall()) { sid in
                try await stage.heard(Self.greeting, in: sid)
                try await stage.command(sid, "transfer", #"{"to": "+15005550010", "saying": ""}"#)
            }
            #expect(result.violations.isEmpty, "\(result.violations)")
            try await stage.until { try await stage.record(result.sid)?.recordings.isEmpty == false }
            #expect(record.transferStatus == "completed")
            let recording = try #require(try await stage.record(result.sid)?.recordings.first)
            #expect(recording.status == "completed" && recording.url != nil)
        }
    }

    @Test func talksAtTheFallbackURLWhenTheFirstAnswerIsOfNoUse() async throws {
        try await ControlStage.run { stage in
            var call = stage.inboundCall()
            call.url = TestGateway.publicURL + "/api/nowhere"
            call.fallbackURL = TestGateway.publicURL + GatewayPath.fallback
            let (result, record) = try await stage.place(call) { sid in
                try await stage.heard(Self.greeting, in: sid)
                try await stage.command(sid, "hangup")
            }
            #expect(result.streams.count == 1)
            #expect(record.termination == .operatorHungUp)
            let fellBack = CallEvent.Kind.fellBack(code: 11_200, url: TestGateway.publicURL + "/api/nowhere")
            #expect(try await stage.kinds(result.sid).contains(fellBack))
        }
    }

    @Test func holdsAWholeConversationWithoutAStream() async throws {
        try await ControlStage.run(
            hearing: [],
            { $0.manager.maximumCalls = 0 },
            { stage in
                var call = stage.inboundCall()
                call.script = CallerScript(
                    steps: [],
                    gathers: [.speech("hello there", confidence: 0.9), .nothing, .speech("goodbye", confidence: nil)]
                )
                let (result, record) = try await stage.place(call) { _ in }
                #expect(result.isClean && result.streams.isEmpty, "\(result.violations) \(result.failures)")
                #expect(
                    try await stage.lines(result.sid) == [
                        Self.greeting, "hello there", "You said hello there", "Are you still there?", "goodbye", "Bye",
                    ]
                )
                #expect(record.termination == .agentHungUp && record.status == .completed)
            }
        )
    }
}
