// SPDX-License-Identifier: Apache-2.0

import InMemoryTracing
import Testing
import Tracing

@testable import CallCore

/// The spans of a stream, by names and parents; which trace they belong to is the tracer's business.
struct ConversationTraceTests {
    private static func parents(_ spans: [FinishedInMemorySpan]) -> [String] {
        let names = Dictionary(spans.map { ($0.spanID, $0.operationName) }) { $1 }
        return spans.map { "\($0.parentSpanID.flatMap { names[$0] } ?? "-") > \($0.operationName)" }
    }

    @Test func aTurnHasItsStagesBelowIt() async throws {
        let tracer = InMemoryTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(900))
            try await stage.callerSays("when are you open")
            await stage.untilSaying("we are open", in: call)
            await stage.passes(.milliseconds(1800))
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .callerHungUp)
        }
        let spans = tracer.finishedSpans
        #expect(tracer.activeSpans.isEmpty)
        let below = Set(Self.parents(spans)).subtracting(["turn > recognition"])
        #expect(
            below == [
                "stream > speech", "turn > respond", "turn > speech", "stream > turn", "- > stream",
                "speech > synthesis",
            ]
        )
        let turn = try #require(spans.first { $0.operationName == "turn" })
        #expect(turn.attributes["turn.outcome"]?.toSpanAttribute() == .string("answered"))
        #expect(turn.attributes["turn.number"]?.toSpanAttribute() == .int64(1))
        let stream = try #require(spans.first { $0.operationName == "stream" })
        #expect(stream.attributes["call.reason"]?.toSpanAttribute() == .string("caller_hung_up"))
        let speeches = spans.filter { $0.operationName == "speech" }
        #expect(speeches.allSatisfy { $0.events.map(\.name) == ["first audio"] })
    }

    @Test func nothingThatWasSaidIsInASpan() async throws {
        let tracer = InMemoryTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(900))
            try await stage.callerSays("my secret is blue")
            await stage.untilSaying("we are open", in: call)
            try await stage.onLoop { call.session.assumeIsolated { $0.connectionClosed() } }
            _ = await stage.untilEnded(call)
        }
        var text = ""
        dump(tracer.finishedSpans.map(\.attributes), to: &text)
        for words in ["secret", "open all day", "hello dear", "+1"] { #expect(!text.contains(words)) }
        #expect(text.contains("call.sid"))
    }

    @Test func everySpanEndsWhenTheStreamBreaks() async throws {
        let tracer = InMemoryTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        try await stage.running { stage in
            let call = try await stage.open()
            await stage.passes(.milliseconds(100))
            try await stage.onLoop { call.session.assumeIsolated { $0.connectionClosed() } }
            _ = await stage.untilEnded(call)
        }
        #expect(tracer.activeSpans.isEmpty)
        let speech = try #require(tracer.finishedSpans.first { $0.operationName == "speech" })
        #expect(speech.attributes["speech.complete"]?.toSpanAttribute() == .bool(false))
    }

    @Test func theRespondersWorkRunsWithinItsSpan() async throws {
        let tracer = InMemoryTracer()
        let trace = try #require(CallTracer(tracer))
        let span = trace.startSpan("respond", of: CallID("CA1"))
        let inner = await ServiceContext.within(span) { ServiceContext.current?.inMemorySpanContext?.spanID }
        #expect(inner == tracer.finishedSpans.first?.spanID)
        #expect(inner != nil)
        #expect(tracer.activeSpans.isEmpty)
    }
}
