// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Testing
import Tracing
import Twilio

@testable import GatewayHTTP
@testable import Telemetry

/// The call's own span: once, with how the conversation ended, whoever is told first.
@Suite(.timeLimit(.minutes(1)))
struct RootSpanTests {
    /// Two instances behind one address, with one store and one collector.
    private func run(
        callWait: Duration = .seconds(30),
        _ body: (TestGateway, TestGateway, SpanLog) async throws -> Void
    ) async throws {
        let log = SpanLog()
        let tracer = try #require(CallTracer(log.tracer()))
        let store = InMemoryCallStore()
        let configure: (inout TestGateway.Setup) -> Void = {
            $0.store = store
            $0.tracer = tracer
            $0.gateway.webhooks.callWait = callWait
        }
        try await TestGateway.run(configure) { first in
            try await TestGateway.run(configure) { try await body(first, $0, log) }
        }
    }

    private func stream(
        _ call: CallSID,
        from webhook: TestGateway,
        to gateway: TestGateway
    ) async throws -> (client: StreamClient, name: StreamSID) {
        let stream = StreamSID.random()
        let client = try await StreamClient.open(try await webhook.call(call), on: gateway)
        try await client.send(.connected(.init()))
        try await client.send(.start(StreamClient.start(call, stream: stream)))
        try await gateway.eventually { gateway.manager.hasStream(of: CallID(call.description)) }
        await gateway.journal.flush()
        return (client, stream)
    }

    private func completed(_ call: CallSID, at gateway: TestGateway) async throws -> Int {
        let form = TestGateway.form(call: call, ["SequenceNumber": "3", "CallDuration": "9"], status: "completed")
        return try await gateway.post("/api/calls/status", form).status
    }

    private func check(_ log: SpanLog, _ call: CallSID) throws {
        let root = try #require(log.named("call").first)
        #expect(log.named("call").count == 1)
        #expect(root.text("call.status") == "completed" && root.text("call.reason") == "caller_hung_up")
        #expect(root.text("call.result") == "success" && root.parent == nil)
        let identity = CallTracer(log.tracer())?.identity(of: call.description)
        #expect(root.context.traceID == identity?.traceID && root.context.spanID == identity?.spanID)
    }

    @Test func theCarrierTellsTheInstanceThatHasTheStreamBeforeThatEnds() async throws {
        try await self.run { first, _, log in
            let call = CallSID.random()
            let (client, name) = try await self.stream(call, from: first, to: first)
            #expect(try await self.completed(call, at: first) == 204)
            #expect(log.named("call").isEmpty)
            try await client.send(StreamClient.stop(name))
            try await first.eventually { !log.named("call").isEmpty }
            try self.check(log, call)
            // Told again, it is old news.
            #expect(try await self.completed(call, at: first) == 204)
            try self.check(log, call)
        }
    }

    @Test func theCarrierTellsAnotherInstanceBeforeTheStreamEnds() async throws {
        try await self.run { first, second, log in
            let call = CallSID.random()
            let (client, name) = try await self.stream(call, from: first, to: second)
            async let told = self.completed(call, at: first)
            try await first.eventually { try await first.store.call(CallID(call.description))?.status == .completed }
            #expect(log.named("call").isEmpty)
            try await client.send(StreamClient.stop(name))
            #expect(try await told == 204)
            try self.check(log, call)
            // The other one is told too; the record shows that somebody knew.
            #expect(try await self.completed(call, at: second) == 204)
            try self.check(log, call)
        }
    }

    @Test func theCarrierTellsLast() async throws {
        try await self.run { first, second, log in
            let call = CallSID.random()
            let (client, name) = try await self.stream(call, from: first, to: second)
            try await client.send(StreamClient.stop(name))
            try await second.eventually {
                await second.journal.flush()
                return try await second.store.call(CallID(call.description))?.termination == .callerHungUp
            }
            #expect(log.named("call").isEmpty)
            #expect(try await self.completed(call, at: first) == 204)
            try self.check(log, call)
        }
    }

    @Test func nobodyWaitsLongForAServerThatIsGone() async throws {
        try await self.run(callWait: .zero) { first, second, log in
            let call = CallSID.random()
            let (client, _) = try await self.stream(call, from: first, to: second)
            #expect(try await self.completed(call, at: first) == 204)
            let root = try #require(log.named("call").first)
            #expect(root.text("call.status") == "completed" && root.text("call.result") == nil)
            try await client.close()
        }
    }
}
