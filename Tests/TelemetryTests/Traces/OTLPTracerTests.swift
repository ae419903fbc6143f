// SPDX-License-Identifier: Apache-2.0

import Logging
import Testing
import Tracing

@testable import Telemetry

@Suite struct OTLPTracerTests {
    private struct Trouble: Error {}

    private static let field = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func at(_ nanoseconds: UInt64) -> DefaultTracerClock.Timestamp {
        DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: nanoseconds)
    }

    @Test func aChildHasTheTraceOfItsParent() throws {
        let log = SpanLog()
        let tracer = log.tracer()
        tracer.withSpan("outer", context: .topLevel, at: Self.at(1)) { _ in
            tracer.withSpan("inner", ofKind: .client, at: Self.at(2)) { _ in }
        }
        let (inner, outer) = (try #require(log.spans.first), try #require(log.spans.last))
        #expect(inner.name == "inner")
        #expect(inner.kind == .client)
        #expect(inner.context.traceID == outer.context.traceID)
        #expect(inner.parent == outer.context.spanID)
        #expect(outer.parent == nil)
        #expect(inner.context.spanID != outer.context.spanID)
    }

    @Test func aTraceComesInAndGoesOn() throws {
        let tracer = SpanLog().tracer()
        var context = ServiceContext.topLevel
        tracer.extract(["traceparent": Self.field, "tracestate": "a=1"], into: &context, using: DictionaryCarrier())
        let span = tracer.startSpan("x", context: context)
        var outgoing: [String: String] = [:]
        tracer.inject(span.context, into: &outgoing, using: DictionaryCarrier())
        let identity = try #require(span.context.spanContext)
        #expect(outgoing["traceparent"] == "00-4bf92f3577b34da6a3ce929d0e0e4736-\(identity.spanID)-01")
        #expect(outgoing["tracestate"] == "a=1")
    }

    @Test func amalformedParentBeginsANewTrace() throws {
        let tracer = SpanLog().tracer()
        var context = ServiceContext.topLevel
        tracer.extract(["traceparent": "00-zz", "tracestate": "a=1"], into: &context, using: DictionaryCarrier())
        #expect(context.isEmpty)
        #expect(tracer.startSpan("x", context: context).context.spanContext?.state.isEmpty == true)
    }

    @Test func nothingIsInjectedOutsideOfASpan() {
        var outgoing: [String: String] = [:]
        SpanLog().tracer().inject(.topLevel, into: &outgoing, using: DictionaryCarrier())
        #expect(outgoing.isEmpty)
    }

    @Test func aRequestThatBelongsToNothingBeginsNoTrace() {
        let log = SpanLog()
        let span = log.tracer().startSpan("GET", context: .topLevel, ofKind: .client)
        span.end()
        #expect(!span.isRecording)
        #expect(span.context.isEmpty)
        #expect(log.spans.isEmpty)
    }

    @Test func whatIsNotSampledIsNotRecordedButPassedOn() throws {
        let log = SpanLog()
        let tracer = log.tracer(try #require(TraceSampler(name: "always_off")))
        let span = tracer.startSpan("x", context: .topLevel)
        span.attributes["a"] = "b"
        span.end()
        var outgoing: [String: String] = [:]
        tracer.inject(span.context, into: &outgoing, using: DictionaryCarrier())
        #expect(outgoing["traceparent"]?.hasSuffix("-00") == true)
        #expect(!tracer.startSpan("child", context: span.context).isRecording)
        #expect(log.spans.isEmpty)
    }

    @Test func aSpanCanHaveAnIdentityThatIsKnownBefore() throws {
        let log = SpanLog()
        let tracer = log.tracer()
        var (own, parent) = (ServiceContext.topLevel, ServiceContext.topLevel)
        tracer.extract([KnownSpan.selfField: Self.field], into: &own, using: DictionaryCarrier())
        tracer.extract([KnownSpan.parentField: Self.field], into: &parent, using: DictionaryCarrier())
        tracer.startSpan("child", context: parent).end()
        let root = tracer.startSpan("root", context: own)
        tracer.startSpan("other child", context: root.context).end()
        root.end()
        let known = try #require(TraceParent.parse(Self.field))
        #expect(log.spans.map(\.name) == ["child", "other child", "root"])
        #expect(log.spans.allSatisfy { $0.context.traceID == known.traceID })
        #expect(log.spans.map(\.parent) == [known.spanID, known.spanID, nil])
        #expect(log.spans.last?.context.spanID == known.spanID)
        #expect(Set(log.spans.map(\.context.spanID)).count == 3)
    }

    @Test func aSpanEndsOnceAndTakesNothingAfterwards() throws {
        let log = SpanLog()
        let span = log.tracer().startSpan("x", context: .topLevel, at: Self.at(5))
        span.end(at: Self.at(3))
        span.attributes["late"] = true
        span.addEvent("late")
        span.operationName = "late"
        span.end(at: Self.at(9))
        let record = try #require(log.spans.first)
        #expect(log.spans.count == 1)
        #expect(record.name == "x")
        #expect(record.attributes.isEmpty)
        #expect(record.events.isEmpty)
        // A clock that was set back makes no span of negative length.
        #expect((record.start, record.end) == (5, 5))
    }

    @Test func ofAnErrorOnlyTheTypeIsKept() throws {
        let log = SpanLog()
        let tracer = log.tracer()
        #expect(throws: Trouble.self) {
            try tracer.withSpan("x", context: .topLevel) { _ in throw Trouble() }
        }
        let record = try #require(log.spans.first)
        #expect(record.attributes["error.type"]?.toSpanAttribute() == .string("Trouble"))
        #expect(record.events.map(\.name) == ["exception"])
        #expect(record.status?.code == .error)
    }

    @Test func whatASpanHoldsIsBounded() throws {
        let log = SpanLog()
        let span = log.tracer().startSpan("x", context: .topLevel)
        span.attributes = SpanAttributes(
            Dictionary(uniqueKeysWithValues: (0..<200).map { ("k\($0 + 1_000)", SpanAttribute.int(Int64($0))) })
        )
        for _ in 0..<200 {
            span.addEvent("e")
            span.addLink(SpanLink(context: span.context, attributes: [:]))
        }
        span.end()
        let record = try #require(log.spans.first)
        #expect((record.attributes.count, record.events.count, record.links.count) == (128, 128, 128))
        #expect((record.droppedAttributes, record.droppedEvents, record.droppedLinks) == (72, 72, 72))
        #expect(record.attributes["k1000"] != nil)
        #expect(record.attributes["k1199"] == nil)
    }

    @Test func everyLineWithinARecordedSpanNamesIt() throws {
        let tracer = SpanLog().tracer()
        let off = SpanLog().tracer(try #require(TraceSampler(name: "always_off")))
        let text = LogCapture.text(metadataProvider: .spans) { logger in
            tracer.withSpan("x", context: .topLevel) { span in
                logger.info("inside", metadata: ["expected": "\(span.context.spanContext?.traceID.description ?? "")"])
            }
            off.withSpan("x", context: .topLevel) { _ in logger.info("unrecorded") }
            logger.info("outside")
        }
        let lines = text.split(separator: "\n")
        #expect(lines[0].contains(#""trace_id":""#) && lines[0].contains(#""span_id":""#))
        #expect(!lines[1].contains("trace_id"))
        #expect(!lines[2].contains("trace_id"))
    }
}
