// SPDX-License-Identifier: Apache-2.0

import CallCore
import Testing
import Twilio

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct StatusTests {
    private func report(
        _ status: String,
        _ sequence: String,
        of call: CallSID,
        on gateway: TestGateway
    ) async throws -> Int {
        let more: FormParameters = ["SequenceNumber": sequence, "CallDuration": "42"]
        return try await gateway.post("/api/calls/status", TestGateway.form(call: call, more, status: status)).status
    }

    @Test func keepsATerminalStatusHoweverLateTheOthersCome() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            _ = try await gateway.call(call)
            for (status, sequence) in [("completed", "2"), ("in-progress", "1"), ("ringing", "0"), ("failed", "3")] {
                #expect(try await self.report(status, sequence, of: call, on: gateway) == 204)
            }
            let record = try #require(try await gateway.store.call(CallID(call.description)))
            #expect(record.status == .completed)
            #expect(record.duration == 42)
        }
    }

    @Test func keepsACallbackThatComesTwiceOnce() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            _ = try await gateway.call(call)
            for _ in 0..<3 { #expect(try await self.report("completed", "2", of: call, on: gateway) == 204) }
            #expect(try await gateway.store.events(of: CallID(call.description)).count == 2)
        }
    }

    @Test func answersForACallNobodyKnows() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let answer = try await gateway.post("/api/calls/status", TestGateway.form(call: call, status: "completed"))
            #expect(answer.status == 204)
            #expect(answer["content-length"] == nil && answer["transfer-encoding"] == nil)
            #expect(answer.body.isEmpty)
            let record = try await gateway.store.call(CallID(call.description))
            #expect(record == nil)
            #expect(gateway.lines("status of an unknown call").count == 1)
            #expect(gateway.journal.status.rejected == 0)
        }
    }

    @Test func answersForAWordNobodyKnows() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            _ = try await gateway.call(call)
            #expect(try await self.report("<teleported>\u{202E}", "2", of: call, on: gateway) == 204)
            let line = gateway.lines("status is none we know").first
            #expect(line?["call.status"] == "teleported")
        }
    }

    @Test func givesThePlaceOfACallBackThatEndedBeforeItsStreamCame() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let token = try await gateway.call(call)
            #expect(gateway.manager.snapshot.pending == 1)
            #expect(try await self.report("no-answer", "1", of: call, on: gateway) == 204)
            #expect(gateway.manager.snapshot.pending == 0)
            await #expect(throws: (any Error).self) { try await StreamClient.open(token, on: gateway) }
        }
    }
}
