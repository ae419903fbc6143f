// SPDX-License-Identifier: Apache-2.0

import Logging
import Testing
import Tracing

@testable import Telemetry

/// What is written, read back with OpenTelemetry's own messages, field by field.
@Suite(.enabled(if: OfficialMessages.isInstalled, "\(OfficialMessages.mend)"), .timeLimit(.minutes(1)))
struct OTLPWireTests {
    private struct Trouble: Error {}

    private static func at(_ nanoseconds: UInt64) -> DefaultTracerClock.Timestamp {
        DefaultTracerClock.Timestamp(nanosecondsSinceEpoch: nanoseconds)
    }

    private static func decoded(
        redaction: LogRedaction = LogRedaction(),
        _ body: (OTLPTracer) throws -> Void
    ) throws -> [OfficialMessages.Span] {
        let log = SpanLog()
        try body(log.tracer())
        let resource = try TraceResource(
            serviceName: nil,
            fallbackName: "switchboard",
            version: "1.2",
            instance: "one",
            host: "here",
            processID: 42,
            additions: "deployment.environment.name=test"
        )
        let writer = SpanWriter(resource: resource, redaction: redaction, limits: SpanLimits())
        return try OfficialMessages.spans(try writer.request(log.spans))
    }

    @Test func everyFieldIsWhereItBelongs() throws {
        var parent = ServiceContext.topLevel
        let field = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let spans = try Self.decoded { tracer in
            tracer.extract(["traceparent": field, "tracestate": "a=1"], into: &parent, using: DictionaryCarrier())
            let span = tracer.startSpan("work", context: parent, ofKind: .server, at: Self.at(1_000))
            span.addEvent(SpanEvent(name: "half", at: Self.at(1_500), attributes: ["share": 0.5]))
            span.addLink(SpanLink(context: parent, attributes: ["why": "test"]))
            span.setStatus(SpanStatus(code: .error, message: "it failed"))
            span.end(at: Self.at(2_000))
        }
        let span = try #require(spans.first)
        #expect(spans.count == 1)
        #expect((span.trace, span.parent) == ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"))
        #expect(span.id.count == 16 && span.id != span.parent)
        #expect((span.name, span.kind, span.state) == ("work", "server", "a=1"))
        #expect((span.start, span.end) == (1_000, 2_000))
        // Sampled, and the parent is known to be another program's.
        #expect(span.flags == 0x301)
        #expect(span.events.map(\.name) == ["half"])
        #expect(span.events.first?.time == 1_500)
        #expect(span.events.first?.attributes == ["share": .number(0.5)])
        #expect(span.links.map(\.id) == ["00f067aa0ba902b7"])
        #expect(span.links.first?.state == "a=1")
        #expect(span.links.first?.attributes == ["why": .text("test")])
        #expect((span.status.code, span.status.message) == (2, "it failed"))
        #expect(span.dropped == [0, 0, 0])
        #expect(span.scope == ["name": "switchboard", "version": "1.2"])
    }

    @Test func theResourceSaysWhereTheSpansComeFrom() throws {
        let spans = try Self.decoded { $0.startSpan("x", context: .topLevel).end() }
        #expect(
            spans.first?.resource == [
                "service.name": .text("switchboard"), "service.version": .text("1.2"),
                "service.instance.id": .text("one"), "host.name": .text("here"), "process.pid": .number(42),
                "deployment.environment.name": .text("test"), "telemetry.sdk.name": .text("switchboard-telemetry"),
                "telemetry.sdk.language": .text("swift"), "telemetry.sdk.version": .text("1.2"),
            ]
        )
        #expect(spans.first?.parent.isEmpty == true)
        #expect(spans.first?.flags == 0x101)
    }

    @Test func everyTypeOfAttributeIsWritten() throws {
        let spans = try Self.decoded { tracer in
            let span = tracer.startSpan("x", context: .topLevel)
            span.attributes = [
                "int32": .int32(-1), "int64": .int64(.max), "double": 1.5, "bool": true, "string": "grüße",
                "convertible": .stringConvertible(7), "int32s": .int32Array([1, 2]), "int64s": .int64Array([3]),
                "doubles": .doubleArray([0.5]), "bools": .boolArray([true, false]),
                "strings": .stringArray(["a", "b"]),
                "convertibles": .stringConvertibleArray([1, "x"]),
            ]
            span.end()
        }
        #expect(
            spans.first?.attributes == [
                "int32": .number(-1), "int64": .number(9.223372036854775807e18), "double": .number(1.5),
                "bool": .flag(true), "string": .text("grüße"), "convertible": .text("7"),
                "int32s": .list([.number(1), .number(2)]), "int64s": .list([.number(3)]),
                "doubles": .list([.number(0.5)]), "bools": .list([.flag(true), .flag(false)]),
                "strings": .list([.text("a"), .text("b")]), "convertibles": .list([.text("1"), .text("x")]),
            ]
        )
    }

    @Test func whatNobodyMayReadIsNotWritten() throws {
        let redaction = LogRedaction(secretValues: ["hunter2hunter2"])
        let spans = try Self.decoded(redaction: redaction) { tracer in
            let span = tracer.startSpan("to +14155550123", context: .topLevel)
            span.attributes = [
                "url.full": "https://x/?To=+14155550123", "url.query": "To=+14155550123", "call.from": "4155550123",
                "http.request.header.authorization": "Bearer x", "call.pii.words": "my secret",
                "note": "%2B14155550123",
                "list": .stringArray(["+1 (415) 555-0123"]), "key": "hunter2hunter2", "http.status_code": 200,
                "long": .string(String(repeating: "x", count: 5_000)),
            ]
            span.recordError(Trouble(), attributes: ["exception.message": "+14155550123"])
            span.setStatus(SpanStatus(code: .error, message: "no +14155550123"))
            span.end()
        }
        let span = try #require(spans.first)
        #expect(span.name == "to ***0123")
        #expect(
            Set(span.attributes.keys) == [
                "call.from", "note", "list", "key", "http.response.status_code", "long", "error.type",
            ]
        )
        #expect(span.attributes["call.from"] == .text("***0123"))
        #expect(span.attributes["note"] == .text("***0123"))
        #expect(span.attributes["list"] == .list([.text("***0123")]))
        #expect(span.attributes["key"] == .text("<redacted>"))
        #expect(span.attributes["long"] == .text(String(repeating: "x", count: 1_024) + "…"))
        #expect(span.events.first?.attributes == ["exception.type": .text("Trouble")])
        #expect(span.status.message == "no ***0123")
    }

    @Test func whatWasLeftOutIsSaid() throws {
        let spans = try Self.decoded { tracer in
            let span = tracer.startSpan("x", context: .topLevel)
            span.attributes = SpanAttributes(
                Dictionary(uniqueKeysWithValues: (0..<130).map { ("k\($0)", SpanAttribute.int(1)) })
            )
            for _ in 0..<129 { span.addEvent("e") }
            span.end()
        }
        #expect(spans.first?.dropped == [2, 1, 0])
        #expect(spans.first?.attributes.count == 128)
        #expect(spans.first?.events.count == 128)
    }
}
