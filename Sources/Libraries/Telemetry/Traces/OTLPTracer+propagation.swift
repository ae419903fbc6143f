// SPDX-License-Identifier: Apache-2.0

public import ServiceContextModule

// W3C Trace Context in and out.
extension OTLPTracer {
    /// Reads `traceparent` and `tracestate`, or what ``KnownSpan`` says. Where `traceparent` is malformed or missing the
    /// context stays as it is.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        if let known = Self.known(KnownSpan.selfField, carrier, extractor) {
            context.spanContext = nil
            context.knownSpan = known
        } else if let known = Self.known(KnownSpan.parentField, carrier, extractor) {
            context.spanContext = self.spanContext(of: known)
        } else if let field = extractor.extract(key: TraceParent.field, from: carrier),
            var parent = TraceParent.parse(field)
        {
            parent.state = TraceState(extractor.extract(key: TraceState.field, from: carrier) ?? "")
            context.spanContext = parent
        }
    }

    /// Writes `traceparent`, and `tracestate` where there is one.
    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let span = context.spanContext else { return }
        injector.inject(TraceParent.text(span), forKey: TraceParent.field, into: &carrier)
        if !span.state.isEmpty { injector.inject(span.state.text, forKey: TraceState.field, into: &carrier) }
    }

    private static func known<Carrier, Extract: Extractor>(
        _ field: String,
        _ carrier: Carrier,
        _ extractor: Extract
    ) -> KnownSpan? where Extract.Carrier == Carrier {
        guard let text = extractor.extract(key: field, from: carrier), let span = TraceParent.parse(text) else {
            return nil
        }
        return KnownSpan(traceID: span.traceID, spanID: span.spanID)
    }
}
