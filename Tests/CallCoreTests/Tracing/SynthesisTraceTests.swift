// SPDX-License-Identifier: Apache-2.0

import InMemoryTracing
import SwitchboardTesting
import Testing
import Tracing

@testable import CallCore

/// The span of making a speech's sound.
@Suite(.timeLimit(.minutes(1)))
struct SynthesisTraceTests {
    private static let greeting = "hello dear caller"

    @Test func aSpeechShowsHowItsSoundWasMade() async throws {
        let tracer = TestTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(900))
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
        let synthesis = try #require(tracer.named("synthesis").first)
        let speech = try #require(tracer.named("speech").first)
        #expect(synthesis.parentSpanID == speech.spanID && synthesis.traceID == speech.traceID)
        #expect(synthesis.text("synthesis.engine") == "tone")
        #expect(synthesis.text("synthesis.characters") == "\(Self.greeting.count)")
        #expect(synthesis.text("synthesis.outcome") == "complete")
        #expect(synthesis.text("synthesis.origin") == nil)
        #expect(synthesis.events.map(\.name) == ["first audio"])
        #expect(!synthesis.hasFailed)
        #expect(stage.voice.traces == [PropagatedTrace(traceparent: synthesis.traceparent, tracestate: "a=1")])
        #expect(tracer.spans.activeSpans.isEmpty)
    }

    @Test(arguments: [(ScriptedVoice.Manner.fails(afterWords: 1), "failed"), (.manual, "cancelled")])
    func aSpeechShowsWhyThereIsNoMoreSound(_ manner: ScriptedVoice.Manner, _ outcome: String) async throws {
        let tracer = TestTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        stage.voice.speaks(manner)
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(500))
            try await stage.onLoop { call.session.assumeIsolated { $0.connectionClosed() } }
            _ = await stage.untilEnded(call)
        }
        let synthesis = try #require(tracer.named("synthesis").first)
        #expect(synthesis.text("synthesis.outcome") == outcome)
        #expect(synthesis.hasFailed == (outcome == "failed"))
        #expect(synthesis.text("error.type") == (outcome == "failed" ? "engine_failure" : nil))
        #expect(tracer.spans.activeSpans.isEmpty)
    }

    @Test func theEngineThatTookOverIsNamed() async throws {
        let tracer = TestTracer()
        let broken = ScriptedVoice("broken")
        broken.speaks(.fails(afterWords: 0))
        let stage = CallStage(secondVoiceBehind: broken, tracer: CallTracer(tracer))
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(900))
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
        let synthesis = try #require(tracer.named("synthesis").first)
        #expect(synthesis.text("synthesis.engine") == "tone")
        #expect(synthesis.text("synthesis.outcome") == "complete")
        // Both were told of the same span.
        #expect(broken.traces == stage.voice.traces && broken.traces.first??.traceparent == synthesis.traceparent)
    }

    @Test func withoutTracingNobodyIsToldOfASpan() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(100))
            try await stage.onLoop { call.session.assumeIsolated { $0.connectionClosed() } }
            _ = await stage.untilEnded(call)
        }
        #expect(stage.voice.traces == [nil])
    }
}
