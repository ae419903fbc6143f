// SPDX-License-Identifier: Apache-2.0

import Foundation
import InMemoryTracing
import NIOCore
import SwitchboardTesting
import Synchronization
import Testing
import Tracing

@testable import CallCore

/// The call's own span, and the spans of streams that are no conversation with audio.
@Suite(.timeLimit(.minutes(1)))
struct RootTraceTests {
    private func record(_ steps: [CallEvent.Kind] = []) -> CallRecord {
        var record = CallRecord(info: .sample())
        for kind in steps {
            record.apply(CallEvent(id: EventID(rawValue: ""), call: record.id, time: Date(), kind: kind))
        }
        return record
    }

    private static let started = CallEvent.Kind.streamStarted(
        stream: "MZ1",
        resumed: false,
        recogniser: "ears",
        synthesiser: "tone"
    )

    @Test func theRootWaitsForTheStreamThatIsHere() async throws {
        let tracer = TestTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        let began = self.record([Self.started])
        #expect(began.isStreaming)
        try await stage.running { stage in
            let call = try await stage.open()
            #expect(stage.manager.hasStream(of: began.id))
            stage.manager.traceEnd(of: began, .completed, at: Date())
            #expect(tracer.named("call").isEmpty)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
            #expect(!stage.manager.hasStream(of: began.id))
        }
        let root = try #require(tracer.named("call").first)
        #expect(tracer.named("call").count == 1)
        #expect(root.text("call.result") == "success" && root.text("call.reason") == "caller_hung_up")
        #expect(root.text("call.status") == "completed" && root.text("call.streams") == "1")
    }

    @Test func theRootWaitsForTheLastOfTwoStreams() async throws {
        let tracer = TestTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        try await stage.running { stage in
            let first = try await stage.open()
            let second = try await stage.open(resumed: true, stream: "MZ2")
            stage.manager.traceEnd(of: self.record([Self.started, Self.started]), .completed, at: Date())
            _ = await stage.untilEnded(first)
            #expect(tracer.named("call").isEmpty)
            try await stage.onLoop { second.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(second)
        }
        // That the first one was replaced says nothing of the call.
        #expect(tracer.named("call").map { $0.text("call.reason") } == ["caller_hung_up"])
    }

    @Test func theRootIsWrittenAtOnceWhereNoStreamIsLeft() async throws {
        let tracer = TestTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        let ended = self.record([Self.started, .nextDecided(.hangUp), .streamEnded(.agentHungUp)])
        #expect(!ended.isStreaming && !self.record().isStreaming)
        stage.manager.traceEnd(of: ended, .completed, at: Date())
        stage.manager.traceEnd(of: self.record(), .busy, at: Date())
        let roots = tracer.named("call")
        #expect(roots.map { $0.text("call.reason") } == ["agent_hung_up", nil])
        #expect(roots.map { $0.text("call.status") } == ["completed", "busy"])
    }

    @Test func withoutTracingNothingIsKept() async throws {
        let stage = CallStage()
        try await stage.running { stage in
            let call = try await stage.open()
            stage.manager.traceEnd(of: self.record([Self.started]), .completed, at: Date())
            #expect(stage.manager.state.withLock { $0.ended.isEmpty })
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            _ = await stage.untilEnded(call)
        }
    }

    @Test func aConversationOfTheCarriersHasTheSameSpansButNoSynthesis() async throws {
        let tracer = TestTracer()
        let stage = CallStage(tracer: CallTracer(tracer))
        try await stage.running { stage in
            let call = try await stage.openRelay()
            try await stage.hearsItAll(call)
            try await stage.callerSays("when are you open", in: call)
            await stage.untilSaying("we are open", in: call)
            try await stage.hearsItAll(call)
            stage.manager.traceEnd(of: self.record([Self.started]), .completed, at: Date())
            try await stage.tells(call) { $0.sessionClosed() }
            _ = await stage.untilEnded(call)
        }
        #expect(tracer.spans.activeSpans.isEmpty)
        let stream = try #require(tracer.named("stream").first)
        #expect(stream.text("stream.purpose") == "relay" && stream.text("stream.sid") == "VX1")
        let turn = try #require(tracer.named("turn").first)
        #expect(turn.parentSpanID == stream.spanID)
        #expect(tracer.named("respond").map(\.parentSpanID) == [turn.spanID])
        #expect(Set(tracer.named("speech").map(\.parentSpanID)) == [stream.spanID, turn.spanID])
        #expect(tracer.named("synthesis").isEmpty)
        #expect(tracer.named("call").map { $0.text("call.reason") } == ["caller_hung_up"])
    }

    @Test func aStreamThatIsListenedToHasASpanAndEndsTheRoot() async throws {
        let tracer = TestTracer()
        let stage = ListeningStage(tracer: CallTracer(tracer))
        try await stage.running { stage in
            let call = try await stage.open()
            stage.manager.traceEnd(of: self.record(), .completed, at: Date())
            #expect(tracer.named("call").isEmpty)
            try await stage.onLoop { call.session.assumeIsolated { $0.streamStopped() } }
            #expect(await stage.untilEnded(call) == .streamStopped)
        }
        let stream = try #require(tracer.named("stream").first)
        #expect(stream.text("stream.purpose") == "listening" && stream.text("call.reason") == "stream_stopped")
        #expect(tracer.named("call").map { $0.text("call.reason") } == ["stream_stopped"])
        #expect(tracer.spans.activeSpans.isEmpty)
    }

    @Test(arguments: [true, false])
    func theJanitorAsksTheCarrierWithinTheCallsTraceAndWritesTheRoot(_ isOn: Bool) async throws {
        let tracer = TestTracer()
        let stage = JanitorStage(tracer: isOn ? CallTracer(tracer) : nil)
        var call: CallID?
        try await stage.running { stage in
            let forgotten = try await stage.happens(.talking)
            call = forgotten
            stage.carrier.knows(CarrierReport(status: .completed, seconds: 42), of: forgotten)
            await stage.rounds(8)
            #expect(try await !stage.record().isActive)
        }
        let trace = CallTrace(try #require(call)).text.split(separator: "-").map(String.init)
        #expect(stage.spans.all == [isOn ? trace[2] : nil])
        guard isOn else { return }
        let root = try #require(tracer.named("call").first)
        #expect(tracer.named("call").count == 1)
        #expect(root.text("call.status") == "completed" && root.text("call.reason") == "server_lost")
    }
}
