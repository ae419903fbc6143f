// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Testing
import Twilio

@testable import GatewayHTTP

/// Answering machines: the verdict comes with the first webhook, or by itself.
@Suite(.timeLimit(.minutes(1)))
struct MachineTests {
    private static let leave = CallPlan(order: "o1", onMachine: .leave(message: "Please call back."))

    /// The first webhook of a call that we have made.
    private func answered(
        by who: String?,
        _ plan: CallPlan,
        on gateway: TestGateway
    ) async throws -> (call: CallSID, document: String) {
        let call = try await gateway.receive(plan: plan)
        var form = TestGateway.form(call: call, status: "in-progress")
        if let who { form.append("AnsweredBy", who) }
        let answer = try await gateway.post("/api/calls/incoming?order=o1", form)
        #expect(answer.status == 200)
        return (call, answer.body)
    }

    @Test(arguments: [
        ("human", MachinePlan.hangUp, "<Stream"), ("unknown", .hangUp, "<Stream"), ("machine_start", .talk, "<Stream"),
        ("machine_start", .hangUp, "<Response><Hangup/>"), ("fax", .hangUp, "<Response><Hangup/>"),
        ("machine_end_beep", .leave(message: "Call."), "<Response><Say>Call.</Say><Hangup/>"),
        ("fax", .leave(message: "Call."), "<Response><Hangup/>"), ("human", .leave(message: "Call."), "<Stream"),
        ("a parrot", .hangUp, "<Stream"),
    ])
    func treatsMachinesAsOrdered(_ who: String, _ onMachine: MachinePlan, _ expected: String) async throws {
        try await TestGateway.run { gateway in
            let plan = CallPlan(order: "o1", onMachine: onMachine)
            let (call, document) = try await self.answered(by: who, plan, on: gateway)
            #expect(document.contains(expected), "\(document)")
            let record = try #require(try await gateway.record(call))
            #expect(record.answeredBy == AnsweredBy(rawValue: who))
            if document.contains("<Hangup/>") { #expect(record.termination == .machineAnswered) }
        }
    }

    @Test func writesDownWhatTheMachineWasTold() async throws {
        try await TestGateway.run { gateway in
            let (call, _) = try await self.answered(by: "machine_end_beep", Self.leave, on: gateway)
            await gateway.journal.flush()
            let lines = try await gateway.store.transcript(of: CallID(call.description)).map(\.line.text)
            #expect(lines == ["Please call back."])
        }
    }

    private func verdict(_ who: String, on call: CallSID, _ gateway: TestGateway) async throws -> Int {
        let form: FormParameters = [
            "CallSid": call.description, "AccountSid": TestGateway.account, "AnsweredBy": who,
            "MachineDetectionDuration": "4000",
        ]
        return try await gateway.post("/api/calls/amd", form).status
    }

    @Test func hasTheCarrierBreakOffWhatIsNotHere() async throws {
        let carrier = ScriptedCarrier()
        try await TestGateway.run({ $0.mayCall(carrier) }) { gateway in
            let call = try await gateway.receive([TestGateway.stream], plan: Self.leave)
            for _ in 0..<2 { #expect(try await self.verdict("machine_end_beep", on: call, gateway) == 204) }
            #expect(carrier.redirects == ["https://voice.example.com/api/calls/next?part=message"])
            let form = TestGateway.form(call: call, status: "in-progress")
            let document = try await gateway.post("/api/calls/next?part=message", form)
            #expect(document.body.contains("<Response><Say>Please call back.</Say><Hangup/>"))
            let other = try await gateway.receive(plan: CallPlan(order: "o2", onMachine: .hangUp))
            #expect(try await self.verdict("machine_start", on: other, gateway) == 204)
            #expect(carrier.deeds.last == .hangUp(CallID(other.description)))
            #expect(try await gateway.record(other)?.termination == .machineAnswered)
        }
    }

    @Test func leavesPeopleAndTalkersAlone() async throws {
        let carrier = ScriptedCarrier()
        try await TestGateway.run({ $0.mayCall(carrier) }) { gateway in
            let call = try await gateway.receive(plan: Self.leave)
            for who in ["human", "unknown", "<parrot>"] {
                #expect(try await self.verdict(who, on: call, gateway) == 204)
            }
            let talker = try await gateway.receive(plan: CallPlan(order: "o2"))
            #expect(try await self.verdict("machine_start", on: talker, gateway) == 204)
            #expect(try await gateway.record(talker)?.answeredBy == .machineStart)
            #expect(carrier.deeds.isEmpty)
        }
    }

    @Test func waitsForThePlanThatAnotherInstanceWritesDown() async throws {
        try await TestGateway.run { gateway in
            let call = CallSID.random()
            let id = CallID(call.description)
            var form = TestGateway.form(call: call, ["Direction": "outbound-api"], status: "in-progress")
            form.append("AnsweredBy", "machine_start")
            async let answering = gateway.post("/api/calls/incoming?order=o1", form)
            let info = CallInfo(
                id: id,
                account: TestGateway.account,
                direction: .outbound,
                from: "+15005550006",
                to: "+15005550001",
                receivedAt: gateway.journal.now,
                plan: CallPlan(order: "o1", onMachine: .hangUp)
            )
            var received = gateway.journal.event(.received(info), in: id)
            received.id = EventID(naming: "received", id.rawValue)
            _ = try await gateway.journal.append(received)
            #expect(try await answering.body.contains("<Response><Hangup/>"))
        }
    }

    @Test func talksWithACallWhosePlanIsLost() async throws {
        try await TestGateway.run({ $0.gateway.webhooks.planWait = .zero }) { gateway async throws in
            let call = CallSID.random()
            let form = TestGateway.form(call: call, ["Direction": "outbound-api"], status: "in-progress")
            #expect(try await gateway.post("/api/calls/incoming?order=o1", form).body.contains("<Stream"))
            #expect(try await gateway.record(call)?.info.plan == CallPlan(order: "o1"))
            #expect(gateway.lines("plan of a call is not known").count == 1)
        }
    }
}
