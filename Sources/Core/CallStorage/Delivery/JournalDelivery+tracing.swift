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
        span.updateAttributes { attributes in
            attributes["store.name"] = self.name
            attributes["store.events"] = events.count
            attributes["store.calls"] = calls.count
        }
        return span
    }

    /// Ends the span of a batch with what became of it; why, the log says.
    func end(_ span: (any Span)?, _ outcome: Outcome) {
        guard let span else { return }
        let word = Self.word(for: outcome)
        span.attributes["store.outcome"] = word
        if word != "delivered" {
            span.attributes["error.type"] = word
            span.setStatus(SpanStatus(code: .error))
        }
        span.end()
    }

    /// One of few words.
    private static func word(for outcome: Outcome) -> String {
        switch outcome {
        case .delivered: "delivered"
        case .refused: "refused"
        default: Task.isCancelled ? "cancelled" : "failed"
        }
    }
}
