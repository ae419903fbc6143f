// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting
import Testing
import Tracing
import Twilio

@testable import GatewayHTTP
@testable import Telemetry

/// The span of a request over real sockets, and whom its caller can make it part of.
@Suite(.timeLimit(.minutes(1)))
struct RequestTraceTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00f067aa0ba902b7"
    private static let key = APIKey()

    /// Asks for a call's record, as an operator or as somebody without a key.
    private func ask(
        _ fields: [(String, String)],
        hasKey: Bool = true,
        sampler: TraceSampler = .standard,
        path: String = "/api/calls"
    ) async throws -> [SpanRecord] {
        let log = SpanLog()
        try await TestGateway.run({ setup in
            setup.tracer = CallTracer(log.tracer(sampler))
            setup.gateway.apiKeys = [Self.key.entry(named: "reader", scope: .read)]
        }) { gateway in
            let authorization = hasKey ? [("Authorization", "Bearer \(Self.key.text)")] : []
            let answer = try await RawHTTP.request("GET", path, port: gateway.port, headers: fields + authorization)
            #expect(answer.status == (hasKey ? 200 : 401))
            #expect(answer["traceparent"] == nil && answer["tracestate"] == nil)
        }
        return log.spans
    }

    @Test func anOperatorsRequestIsPartOfTheOperatorsTrace() async throws {
        let fields = [("traceparent", "00-\(Self.trace)-\(Self.parent)-01"), ("tracestate", "a=1")]
        let span = try #require(try await self.ask(fields).first)
        #expect(span.context.traceID.description == Self.trace && span.parent?.description == Self.parent)
        #expect(span.context.spanID.description != Self.parent && span.context.state.text == "a=1")
        #expect(span.isParentRemote && span.kind == .server && span.name == "GET /api/calls")
        #expect(span.text("http.response.status_code") == "200" && span.text("http.route") == "/api/calls")
    }

    @Test(arguments: [
        "", "00", "00-zz-zz-01", "00-\(trace)-\(parent)", "00-\(trace)-\(parent)-0g", "00-\(trace)-\(parent)-01-more",
        "ff-\(trace)-\(parent)-01", "00-\(trace.uppercased())-\(parent)-01", "00-\(trace)-0000000000000000-01",
        "00-00000000000000000000000000000000-\(parent)-01", "01-\(trace)-\(parent)-01.x", "00_\(trace)_\(parent)_01",
        String(repeating: "0", count: 4_000), "00-\(trace)-\(parent)-01" + String(repeating: "1", count: 4_000),
    ])
    func aMalformedFieldBeginsANewTrace(_ field: String) async throws {
        let span = try #require(try await self.ask([("traceparent", field), ("tracestate", "a=1")]).first)
        #expect(span.context.traceID.description != Self.trace)
        #expect(span.parent == nil && span.context.state.isEmpty && span.text("http.response.status_code") == "200")
    }

    @Test func twoFieldsAreNone() async throws {
        let fields = ["01", "00"].map { ("traceparent", "00-\(Self.trace)-\(Self.parent)-\($0)") }
        let span = try #require(try await self.ask(fields).first)
        #expect(span.context.traceID.description != Self.trace && span.parent == nil)
    }

    @Test(arguments: ["01-\(trace)-\(parent)-01", "fe-\(trace)-\(parent)-01-of-the-future"])
    func aLaterVersionIsReadAsFarAsItIsKnown(_ field: String) async throws {
        let span = try #require(try await self.ask([("traceparent", field)]).first)
        #expect(span.context.traceID.description == Self.trace && span.parent?.description == Self.parent)
    }

    @Test func theFlagOfAnOperatorDecidesWhatIsRecordedWhereTheSamplerFollowsIt() async throws {
        let (yes, no) = ("00-\(Self.trace)-\(Self.parent)-01", "00-\(Self.trace)-\(Self.parent)-00")
        let never = TraceSampler(name: "parentbased_always_off")
        #expect(try await self.ask([("traceparent", no)]).isEmpty)
        #expect(try await self.ask([("traceparent", yes)], sampler: try #require(never)).count == 1)
        #expect(try await self.ask([], sampler: try #require(never)).isEmpty)
        let own = TraceSampler(name: "always_off")
        #expect(try await self.ask([("traceparent", yes)], sampler: try #require(own)).isEmpty)
    }

    @Test func theFieldsOfCallsAreNoFieldsOfRequests() async throws {
        let text = "00-\(Self.trace)-\(Self.parent)-01"
        for field in [KnownSpan.parentField, KnownSpan.selfField] {
            let span = try #require(try await self.ask([(field, text)]).first)
            #expect(span.context.traceID.description != Self.trace && span.parent == nil)
        }
    }

    @Test func aStrangerChoosesNoTraceAndRecordsNothing() async throws {
        let fields = [("traceparent", "00-\(Self.trace)-\(Self.parent)-01")]
        #expect(try await self.ask(fields, hasKey: false).isEmpty)
        let log = SpanLog()
        try await TestGateway.run({ $0.tracer = CallTracer(log.tracer()) }) { gateway in
            for path in ["/api/health", "/api/ready", "/nothing"] {
                _ = try await RawHTTP.request("GET", path, port: gateway.port, headers: fields)
            }
            // Neither does a webhook without a signature, or with that of another token.
            let form = TestGateway.form(call: .random())
            let signature = TestGateway.sign("/api/calls/incoming", form, token: AuthToken("another"))
            for signature in ["", signature] {
                let headers = fields + [("X-Twilio-Signature", signature)]
                let answer = try await gateway.post("/api/calls/incoming", form, headers: headers)
                #expect(answer.status == 403)
            }
        }
        #expect(log.spans.isEmpty)
    }

    @Test(arguments: [true, false])
    func aSignedWebhookIsPartOfTheCallsTraceWhateverItSaysOfAnother(_ isSampled: Bool) async throws {
        let log = SpanLog()
        let tracer = try #require(CallTracer(log.tracer()))
        let call = CallSID.random()
        try await TestGateway.run({ $0.tracer = tracer }) { gateway in
            let field = "00-\(Self.trace)-\(Self.parent)-0\(isSampled ? 1 : 0)"
            _ = try await gateway.call(call, [("traceparent", field)])
        }
        let span = try #require(log.named("webhook incoming").first)
        let identity = try #require(tracer.identity(of: call.description))
        #expect(span.context.traceID == identity.traceID && span.parent == identity.spanID)
        #expect(span.context.isSampled && span.text("call.sid") == call.description)
        // The other trace is referred to, no more.
        #expect(span.links.map { $0.context.spanContext?.traceID.description } == [Self.trace])
    }

    @Test func whetherACallIsRecordedDoesNotDependOnWhatAWebhookSays() async throws {
        let log = SpanLog()
        let sampler = try #require(TraceSampler(name: "parentbased_always_off"))
        try await TestGateway.run({ $0.tracer = CallTracer(log.tracer(sampler)) }) { gateway in
            let field = [("traceparent", "00-\(Self.trace)-\(Self.parent)-01")]
            _ = try await gateway.call(.random(), field)
        }
        #expect(log.spans.isEmpty)
    }
}
