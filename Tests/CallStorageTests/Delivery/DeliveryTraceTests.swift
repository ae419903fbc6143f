// SPDX-License-Identifier: Apache-2.0

import CallCore
import InMemoryTracing
import SwitchboardTesting
import Testing
import Tracing

@testable import CallStorage

/// The span of a batch.
@Suite(.timeLimit(.minutes(1)))
struct DeliveryTraceTests {
    private static func text(_ span: FinishedInMemorySpan, _ name: String) -> String? {
        switch span.attributes[name]?.toSpanAttribute() {
        case .string(let text): text
        case .int64(let number): String(number)
        default: nil
        }
    }

    private func deliver(
        _ events: [CallEvent],
        _ faults: FaultyStore.Fault...
    ) async throws -> (spans: [FinishedInMemorySpan], within: [String?]) {
        let tracer = InMemoryTracer()
        let stage = DeliveryStage(tracer: CallTracer(tracer))
        for fault in faults { await stage.shared.next(fault) }
        _ = try await stage.outbox.append(events)
        try await stage.running { try await stage.waitForDelivery() }
        #expect(tracer.activeSpans.isEmpty)
        return (tracer.finishedSpans, await stage.shared.spans)
    }

    @Test func theBatchOfOneCallIsPartOfItsTrace() async throws {
        var script = DeliveryScript(1)
        let events = script.whole(lines: 3)
        let (spans, within) = try await self.deliver(events)
        let span = try #require(spans.first)
        #expect(spans.count == 1 && span.operationName == "store batch" && span.kind == .producer)
        #expect(Self.text(span, "call.sid") == script.call.rawValue)
        #expect(Self.text(span, "store.name") == "postgres" && Self.text(span, "store.outcome") == "delivered")
        #expect(Self.text(span, "store.events") == "\(events.count)" && Self.text(span, "store.calls") == "1")
        #expect(span.links.isEmpty && span.status == nil && span.errors.isEmpty)
        // What the store asks of others is below it.
        #expect(within == [span.spanID])
    }

    @Test func theBatchOfSeveralCallsRefersToEach() async throws {
        var scripts = (1...40).map { DeliveryScript($0) }
        let events = scripts.indices.map { scripts[$0].received() }
        let (spans, within) = try await self.deliver(events)
        let span = try #require(spans.first)
        #expect(Self.text(span, "store.calls") == "40" && Self.text(span, "store.events") == "40")
        #expect(Self.text(span, "call.sid") == nil && span.parentSpanID == nil)
        #expect(span.links.count == 32 && within == [span.spanID])
        let calls = Set(
            span.links.compactMap { link in
                if case .string(let call)? = link.attributes["call.sid"]?.toSpanAttribute() { call } else { nil }
            }
        )
        #expect(calls.count == 32 && calls.isSubset(of: Set(scripts.map(\.call.rawValue))))
    }

    @Test(arguments: [
        (FaultyStore.Fault.away, "failed"), (.hangs, "failed"), (.answersShort, "failed"), (.dropsTheAnswer, "failed"),
        (.refuses, "refused"),
    ])
    func aBatchThatFailsSaysSoAndTheNextIsAnother(_ fault: FaultyStore.Fault, _ outcome: String) async throws {
        var script = DeliveryScript(1)
        let (spans, within) = try await self.deliver(script.whole(lines: 3), fault)
        #expect(spans.count >= 2 && within.count == spans.count)
        let first = try #require(spans.first)
        #expect(Self.text(first, "store.outcome") == outcome && Self.text(first, "error.type") == outcome)
        #expect(first.status?.code == .error && first.status?.message == nil)
        let last = try #require(spans.last)
        #expect(Self.text(last, "store.outcome") == "delivered" && last.status == nil)
    }

    @Test func withoutTracingThereIsNone() async throws {
        let stage = DeliveryStage()
        var script = DeliveryScript(1)
        _ = try await stage.outbox.append(script.whole(lines: 1))
        try await stage.running { try await stage.waitForDelivery() }
        #expect(await stage.shared.spans.allSatisfy { $0 == nil })
    }
}
