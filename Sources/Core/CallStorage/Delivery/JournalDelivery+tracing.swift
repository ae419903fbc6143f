// SPDX-License-Identifier: Apache-2.0

import CallCore
import Tracing

extension JournalDelivery {
    /// The calls that a batch refers to at most.
    private static let maximumLinks = 32

    /// The span of a batch: in the call's trace if all its events are one call's, otherwise in a trace of its own that
    /// refers to the calls. `nil` while tracing is off.
    func span(of events: [CallEvent]) -> (any Span)? {
        guard let tracer = self.tracer, let first = events.first else { return nil }
        let name = "store batch"
        let calls = Set(events.lazy.map(\.call))
        let span: any Span
        if calls.count == 1 {
            span = tracer.startSpan(name, of: first.call, kind: .producer)
        } else {
            span = tracer.tracer.startSpan(name, context: .topLevel, ofKind: .producer)
            for call in calls.prefix(Self.maximumLinks) {
                span.addLink(SpanLink(context: tracer.context(of: call), attributes: ["call.sid": "\(call)"]))
            }
        }
        span.attributes["store.events"] = events.count
        span.attributes["store.calls"] = calls.count
        return span
    }
}
