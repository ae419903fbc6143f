// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import CallCore
import NIOPosix
import SwitchboardTesting
import Testing
import Tracing
import Twilio

@testable import GatewayHTTP
@testable import Telemetry

/// What is done while a callback is taken belongs to the callback's span, and so to the call.
@Suite(.timeLimit(.minutes(1)))
struct CallbackTraceTests {
    private static func http(_ tracer: OTLPTracer) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.tracing.tracer = tracer
        return HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    }

    @Test(arguments: [true, false])
    func twilioIsToldWhichCallbackMadeUsAsk(_ isOn: Bool) async throws {
        let log = SpanLog()
        let otlp = log.tracer()
        let tracer = try #require(CallTracer(otlp))
        let http = isOn ? Self.http(otlp) : HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
        var requests: [SimulatedRESTRequest] = []
        var sid = ""
        try await ControlStage.run(http: http, { $0.tracer = isOn ? tracer : nil }) { stage in
            // A machine in a call whose stream is elsewhere: the carrier has to end it.
            let call = try await stage.gateway.receive(plan: CallPlan(order: "o1", onMachine: .hangUp))
            sid = call.description
            let form: FormParameters = [
                "CallSid": sid, "AccountSid": TestGateway.account, "AnsweredBy": "machine_start",
            ]
            #expect(try await stage.gateway.post("/api/calls/amd", form).status == 204)
            requests = stage.rest.requests.filter { $0.path.contains(sid) }
        }
        try await http.shutdown()
        let request = try #require(requests.first)
        guard isOn else {
            #expect(request.headers["traceparent"] == nil && log.spans.isEmpty)
            return
        }
        let webhook = try #require(log.named("webhook amd").first)
        #expect(webhook.context.traceID == tracer.identity(of: sid)?.traceID)
        let sent = log.named("POST").filter { $0.parent == webhook.context.spanID }
        #expect(sent.map(\.traceparent).contains(request.headers["traceparent"] ?? "none"))
        #expect(sent.allSatisfy { $0.context.traceID == webhook.context.traceID })
    }

    /// Those after which the store is asked about the call; the others are only written down.
    private static let asking = CallbackTests.cases.filter { !["dial action", "queue action"].contains($0.name) }

    @Test(arguments: asking)
    func aCallbackAsksTheStoreWithinItsSpan(_ callback: CallbackTests.Case) async throws {
        let log = SpanLog()
        let tracer = try #require(CallTracer(log.tracer()))
        let store = SpanNotingStore()
        let call = CallSID.random()
        try await TestGateway.run({
            $0.tracer = tracer
            $0.store = store
        }) { gateway in
            _ = try await gateway.call(call)
            await gateway.journal.flush()
            store.forget()
            let answer = try await gateway.post(callback.target, callback.form(of: call))
            #expect(answer.status == callback.status, "\(answer.body)")
        }
        let span = try #require(log.spans.last { $0.name.hasPrefix("webhook ") })
        #expect(span.context.traceID == tracer.identity(of: call.description)?.traceID)
        #expect(!store.spans.isEmpty && store.spans.allSatisfy { $0 == span.context.spanID }, "\(store.spans)")
    }
}
