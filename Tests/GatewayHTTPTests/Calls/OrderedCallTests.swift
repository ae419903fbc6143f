// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Calls that we make, end to end: `POST /api/calls`, Twilio's REST API, webhooks, the stream.
///
/// One after the other: each is two servers and some sockets, and other suites want to be answered meanwhile.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OrderedCallTests {
    private static let order =
        #"{"to": "+15005550010", "greeting": "Your table is ready.", "machineDetection": "enable"}"#

    @Test func talksWithAPersonWhoAnswers() async throws {
        try await ControlStage.run(hearing: ["goodbye"]) { stage in
            stage.twilio.callees[ControlStage.friend] = .human(
                script: CallerScript(steps: [.waitForAgent(), .say("goodbye"), .waitForAgent()])
            )
            let (result, record) = try await stage.order(Self.order)
            #expect(result.isClean && result.ending == .serverHungUp, "\(result.violations) \(result.failures)")
            #expect(try await stage.lines(result.sid) == ["Your table is ready.", "goodbye", "Bye"])
            #expect(record.answeredBy == .human && record.info.direction == .outbound)
            #expect(record.status == .completed && record.termination == .agentHungUp)
            // The carrier's figures are the record's.
            #expect(record.duration == Int(result.seconds.rounded(.up)))
            let notices = try await stage.kinds(result.sid).count {
                if case .streamReported = $0 { true } else { false }
            }
            #expect(notices == 2)
        }
    }

    @Test func leavesAMessageOnAMachine() async throws {
        try await ControlStage.run { stage in
            stage.twilio.callees[ControlStage.friend] = .machine(greeting: .seconds(4))
            let (result, record) = try await stage.order(
                """
                {"to": "+15005550010", "machineDetection": "detect_message_end",
                 "onMachine": {"leave": "Please call us back."}}
                """
            )
            #expect(result.violations.isEmpty && result.streams.isEmpty)
            #expect(result.verbs.map(\.name) == ["Say", "Hangup"])
            #expect(record.answeredBy == .machineEndBeep && record.termination == .machineAnswered)
            #expect(try await stage.lines(result.sid) == ["Please call us back."])
        }
    }

    @Test func breaksOffWhenItTurnsOutToBeAMachine() async throws {
        try await ControlStage.run { stage in
            stage.twilio.callees[ControlStage.friend] = .machine(greeting: .seconds(6))
            let (result, record) = try await stage.order(
                #"{"to": "+15005550010", "machineDetection": "async", "onMachine": "hang_up"}"#
            )
            #expect(result.violations.isEmpty && result.streams.count == 1)
            #expect(record.answeredBy?.isMachine == true && record.termination == .machineAnswered)
        }
    }

    @Test(arguments: [(SimulatedCallee.busy, CallCore.CallStatus.busy), (.failed, .failed)])
    func keepsWhyNobodyWasReached(_ callee: SimulatedCallee, _ status: CallCore.CallStatus) async throws {
        try await ControlStage.run { stage in
            stage.twilio.callees[ControlStage.friend] = callee
            let (_, record) = try await stage.order(#"{"to": "+15005550010"}"#)
            #expect(record.status == status && !record.isActive && record.streams == 0)
        }
    }

    @Test func findsTheCallWhoseMakingNobodyConfirmed() async throws {
        try await ControlStage.run(hearing: ["goodbye"]) { stage in
            stage.twilio.callees[ControlStage.friend] = .human(
                after: .seconds(20),
                script: CallerScript(steps: [.waitForAgent(), .say("goodbye"), .waitForAgent()])
            )
            stage.rest.plan(.dropAfterCommit, method: "POST", path: "Calls.json")
            let order = #"{"to": "+15005550010", "idempotencyKey": "table-17"}"#
            // 201 where the client could find it, 504 where it could not; in both cases it rings once.
            let first = try await stage.gateway.order("/api/calls", order)
            #expect([201, 504].contains(first.status), "\(first.body)")
            try await stage.until { try await stage.gateway.order("/api/calls", order).status == 200 }
            #expect(stage.rest.callSIDs.count == 1)
            let sid = try #require(stage.rest.callSIDs.first)
            _ = await stage.rest.result(of: sid)
            #expect(try await stage.settled(sid).info.plan?.order == "table-17")
        }
    }
}
