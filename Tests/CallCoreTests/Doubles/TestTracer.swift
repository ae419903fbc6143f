// SPDX-License-Identifier: Apache-2.0

import InMemoryTracing
import ServiceContextModule
import Tracing

/// A tracer that keeps its spans, and knows calls and writes W3C's field `traceparent` as the real one does.
struct TestTracer: Tracer {
    let spans = InMemoryTracer()

    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> InMemorySpan {
        self.spans.startSpan(
            operationName,
            context: context(),
            ofKind: kind,
            at: instant(),
            function: function,
            file: fileID,
            line: line
        )
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        let parts = extractor.extract(key: "switchboard-known-parent", from: carrier)?.split(separator: "-") ?? []
        guard parts.count == 4 else { return }
        let (trace, span) = (String(parts[1]), String(parts[2]))
        context.inMemorySpanContext = InMemorySpanContext(traceID: trace, spanID: span, parentSpanID: nil)
    }

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let span = context.inMemorySpanContext else { return }
        injector.inject("00-\(span.traceID)-\(span.spanID)-01", forKey: "traceparent", into: &carrier)
        injector.inject("a=1", forKey: "tracestate", into: &carrier)
    }

    @available(*, deprecated)
    func forceFlush() {}

    /// Those with a name that have ended.
    func named(_ name: String) -> [FinishedInMemorySpan] {
        self.spans.finishedSpans.filter { $0.operationName == name }
    }
}

extension FinishedInMemorySpan {
    /// What the span tells others of itself.
    var traceparent: String { "00-\(self.traceID)-\(self.spanID)-01" }

    /// An attribute as text; `nil` if there is none.
    func text(_ name: String) -> String? {
        switch self.attributes[name]?.toSpanAttribute() {
        case .string(let text): text
        case .int64(let number): String(number)
        case .bool(let isTrue): String(isTrue)
        default: nil
        }
    }

    /// Whether it has failed.
    var hasFailed: Bool { self.status?.code == .error }
}
