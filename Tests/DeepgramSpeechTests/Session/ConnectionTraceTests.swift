// SPDX-License-Identifier: Apache-2.0

import AuraTestSupport
import CallCore
import Deepgram
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import DeepgramSpeech
@testable import Telemetry

/// What Deepgram is told of a call's trace, and the spans that it is told of.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTraceTests {
    private final class Spans: Sendable {
        private let records = Mutex<[SpanRecord]>([])

        var all: [SpanRecord] { self.records.withLock { $0 } }
        /// As they are told to others.
        var names: [String] { self.all.map { TraceParent.text($0.context) } }

        func tracer(_ sampler: TraceSampler = .standard) -> CallTracer? {
            CallTracer(OTLPTracer(sampler: sampler) { span in self.records.withLock { $0.append(span) } })
        }
    }

    private static let broken = DeepgramError(.connectFailed, "The connection broke.")

    @Test func everyAttemptNamesItsOwnSpanOfTheCallsTrace() throws {
        let spans = Spans()
        let tracer = try #require(spans.tracer())
        let stage = Stage(tracer: tracer)
        stage.dialler.fail(Self.broken)
        stage.wait(.seconds(5))
        stage.dialler.open()
        stage.speak(.seconds(1))
        stage.dialler.end(Self.broken)
        stage.wait(.seconds(5))
        stage.session.cancel()
        let told = stage.dialler.dials.map { $0.trace?.traceparent }
        #expect(told.count >= 3 && Set(told).count == told.count)
        #expect(told == spans.names)
        let call = tracer.context(of: CallID("CA1")).spanContext
        #expect(spans.all.allSatisfy { $0.context.traceID == call?.traceID && $0.parent == call?.spanID })
        #expect(spans.all.allSatisfy { $0.name == "recogniser connection" })
    }

    @Test func aTraceThatIsNotRecordedIsPassedOnAsSuch() throws {
        let spans = Spans()
        let sampler = try #require(TraceSampler(name: "always_off"))
        let stage = Stage(tracer: spans.tracer(sampler))
        #expect(stage.dialler.dials.first?.trace?.traceparent.hasSuffix("-00") == true)
        stage.session.cancel()
        #expect(spans.all.isEmpty)
    }

    @Test func withoutTracingNothingIsTold() {
        let stage = Stage()
        stage.dialler.fail(Self.broken)
        stage.wait(.seconds(5))
        #expect(stage.dialler.dials.count >= 2 && stage.dialler.dials.allSatisfy { $0.trace == nil })
    }

    @Test func everyRequestForATextNamesTheSpanOfItsSynthesis() async throws {
        let server = try await ScriptedAura { request in
            request.number == 1 ? AuraStep.refusal(503) : AuraStep.sound([0x70, 0x71, 0x72, 0x73])
        }
        let trace = PropagatedTrace(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        let end = try await SynthesisStage(trace: trace, by: SynthesisStage.synthesiser(server)).ended()
        #expect(end.error == nil)
        let fields = server.requests.events.map { $0.head.headers["traceparent"] }
        #expect(fields == [[trace.traceparent], [trace.traceparent]])
        _ = try await SynthesisStage(by: SynthesisStage.synthesiser(server)).ended()
        #expect(server.requests.events.last?.head.headers["traceparent"] == [])
        try await server.stop()
    }
}
