// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SwitchboardTesting
import Testing
import Twilio
import WebSockets

@testable import GatewayHTTP

/// Two instances behind one address, with one store: every request may reach any of them.
@Suite(.timeLimit(.minutes(1)))
struct TwoInstanceTests {
    private func run(
        _ store: any CallStore = InMemoryCallStore(),
        second: (any CallStore)? = nil,
        _ configure: (inout TestGateway.Setup) -> Void = { _ in },
        _ body: (TestGateway, TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.run({
            $0.store = store
            configure(&$0)
        }) { first in
            try await TestGateway.run({
                $0.store = second ?? store
                configure(&$0)
            }) { try await body(first, $0) }
        }
    }

    private func begin(
        _ call: CallSID,
        _ token: String,
        _ stream: StreamSID,
        on gateway: TestGateway
    ) async throws
        -> StreamClient
    {
        let client = try await StreamClient.open(token, on: gateway)
        try await client.send(.connected(.init()))
        try await client.send(.start(StreamClient.start(call, stream: stream)))
        return client
    }

    private func texts(_ call: CallSID, in gateway: TestGateway) async throws -> [String] {
        await gateway.journal.flush()
        return try await gateway.store.transcript(of: CallID(call.description)).map(\.line.text)
    }

    @Test func aStreamMayComeToTheInstanceThatDidNotAnswerTheWebhook() async throws {
        try await self.run { first, second in
            let call = CallSID.random()
            let client = try await self.begin(call, try await first.call(call), .random(), on: second)
            try await second.eventually { second.manager.snapshot.live == 1 }
            #expect(first.manager.snapshot.live == 0)
            try await second.eventually { try await self.texts(call, in: second) == [DialoguePrompts().greeting] }
            #expect(second.manager.live(CallID(call.description))?.info.from == "+15005550006")
            try await client.close()
        }
    }

    @Test func aTokenIsGoodOnceAtEachDoorAndForItsOwnCall() async throws {
        try await self.run { first, second in
            let (call, other) = (CallSID.random(), CallSID.random())
            let token = try await first.call(call)
            let client = try await StreamClient.open(token, on: second)
            await #expect(throws: WebSocketError.self) { try await StreamClient.open(token, on: second) }
            await #expect(throws: WebSocketError.self) {
                try await StreamClient.open(token, on: second, at: GatewayPath.relay)
            }
            try await client.send(.connected(.init()))
            try await client.send(.start(StreamClient.start(other, stream: .random())))
            #expect(try await client.ending.code == 1008)
            #expect(second.manager.snapshot.live == 0)
        }
    }

    @Test func nothingIsLostThatComesBeforeTheCallIsKnown() async throws {
        let store = InMemoryCallStore()
        let gated = GatedStore(store)
        try await self.run(store, second: gated, { $0.gateway.streams.callWait = .seconds(30) }) { first, second in
            let (call, stream) = (CallSID.random(), StreamSID.random())
            let client = try await self.begin(call, try await first.call(call), stream, on: second)
            for chunk in 1...100 { try await client.send(StreamClient.media(stream, Int64(chunk))) }
            #expect(second.manager.snapshot.live == 0)
            gated.open()
            let id = CallID(call.description)
            try await second.eventually {
                guard let session = second.manager.session(of: id) else { return false }
                return await session.framesHeard == 100
            }
            try await client.send(StreamClient.media(stream, 101))
            try await second.eventually { await second.manager.session(of: id)?.framesHeard == 101 }
            try await client.send(StreamClient.stop(stream))
            try await second.eventually {
                await store.call(id)?.termination == .callerHungUp
            }
        }
    }

    @Test func aCallThatNobodyKnowsIsAskedWhatComesNext() async throws {
        let gated = GatedStore(InMemoryCallStore())
        let configure: (inout TestGateway.Setup) -> Void = { $0.gateway.streams.callWait = .milliseconds(1) }
        try await self.run(second: gated, configure) { first, second in
            let call = CallSID.random()
            let client = try await self.begin(call, try await first.call(call), .random(), on: second)
            #expect(try await client.ending.code == 1013)
            #expect(second.manager.snapshot.live == 0)
            #expect(second.lines("stream closed").first?["refusal.reason"] == "call_unknown")
            #expect(second.journal.status.rejected == 0)
        }
    }

    @Test func aConversationInWordsMayComeToTheOtherInstanceToo() async throws {
        let store = InMemoryCallStore()
        let gated = GatedStore(store)
        let configure: (inout TestGateway.Setup) -> Void = {
            $0.gateway.conversation = .relay(RelayOptions())
            $0.gateway.streams.callWait = .seconds(30)
        }
        try await self.run(store, second: gated, configure) { first, second in
            let call = CallSID.random()
            let client = try await StreamClient.open(try await first.call(call), on: second, at: GatewayPath.relay)
            try await client.send(text: Self.setup(call))
            try await client.send(
                text: #"{"type":"prompt","voicePrompt":"hello there","lang":"en-US","last":true}"#
            )
            gated.open()
            try await second.eventually {
                try await self.texts(call, in: second).contains("hello there")
            }
            try await client.close()
        }
    }

    private static func setup(_ call: CallSID) -> String {
        #"{"type":"setup","sessionId":"VX"# + String(repeating: "0", count: 32) + #"","callSid":""# + call.description
            + #"","parentCallSid":"","from":"+15005550006","to":"+15005550001","forwardedFrom":"","callerName":"","#
            + #""direction":"inbound","callType":"PSTN","callStatus":"RINGING","accountSid":""# + TestGateway.account
            + #"","applicationSid":null,"customParameters":{}}"#
    }

    // MARK: Going on

    private func said(_ speaker: Speaker, _ text: String, from source: String = "echo") -> CallEvent.Kind {
        .spoken(SpokenLine(speaker: speaker, text: text, start: .zero, end: .seconds(1), source: "voice \(source)"))
    }

    @Test func theOtherInstanceAnswersWhatWasNotAnswered() async throws {
        try await self.run { first, second in
            let call = try await first.receive([
                TestGateway.stream, self.said(.agent, "Hello.", from: "prompt:greeting"),
                self.said(.caller, "when are you open"),
            ])
            let form = TestGateway.form(call: call, status: "in-progress")
            let answer = try await second.post("/api/calls/next", form)
            let client = try await self.begin(call, try TestGateway.token(in: answer.body), .random(), on: first)
            try await first.eventually {
                try await self.texts(call, in: first).last == "You said when are you open"
            }
            try await client.close()
        }
    }

    @Test func theCarriersEarsGoOnWithWhatOursHaveHeard() async throws {
        try await self.run { first, second in
            let call = try await first.receive([
                TestGateway.stream, self.said(.agent, "Hello.", from: "prompt:greeting"),
                self.said(.caller, "when are you open"), .nextDecided(.gather),
            ])
            let form = TestGateway.form(call: call, status: "in-progress")
            let answer = try await second.post("/api/calls/next", form)
            #expect(answer.body.contains("<Gather") && answer.body.contains("You said when are you open"))
            #expect(answer.body.contains("turns=1"))
        }
    }

    @Test func eventsOfTheInstanceThatTakesOverComeAfterThoseBefore() async throws {
        try await self.run { first, second in
            let call = try await first.receive([TestGateway.stream])
            let id = CallID(call.description)
            var ahead = first.journal.event(.digit("1", at: .zero), in: id)
            ahead.time += 20
            _ = try await first.journal.append(ahead)
            _ = try await second.post("/api/calls/next", TestGateway.form(call: call, status: "in-progress"))
            #expect(second.journal.event(.digit("2", at: .zero), in: id).time > ahead.time)
        }
    }

    @Test func anOrderThatOneInstanceHasCarriedOutIsCarriedOutByNoOther() async throws {
        let carrier = ScriptedCarrier()
        try await self.run(InMemoryCallStore(), { $0.mayCall(carrier) }) { first, second in
            let order = #"{"to": "+12025550143", "idempotencyKey": "reminder-17", "greeting": "Your table."}"#
            let made = try await first.order("/api/calls", order)
            #expect(made.status == 201)
            await first.journal.flush()
            let again = try await second.order("/api/calls", order)
            #expect(again.status == 200 && again["location"] == made["location"])
            #expect(carrier.dialled.count == 1)
        }
    }

    // MARK: Late reports

    @Test func theEndOfACallIsNotedWhoeverHearsOfIt() async throws {
        try await self.run { first, second in
            let call = try await first.receive([TestGateway.stream])
            let form = TestGateway.form(call: call, ["SequenceNumber": "3", "CallDuration": "42"], status: "completed")
            #expect(try await second.post("/api/calls/status", form).status == 204)
            let record = try await second.record(call)
            #expect(record?.status == .completed && record?.duration == 42 && record?.isActive == false)
        }
    }

    @Test func theEndOfACallWaitsForTheNewsOfItsBeginning() async throws {
        let store = InMemoryCallStore()
        let gated = GatedStore(store)
        try await self.run(store, second: gated, { $0.gateway.webhooks.callWait = .seconds(30) }) { first, second in
            let call = try await first.receive([TestGateway.stream])
            async let answer = second.post("/api/calls/status", TestGateway.form(call: call, status: "completed"))
            gated.open()
            #expect(try await answer.status == 204)
            #expect(try await second.record(call)?.status == .completed)
        }
    }
}
