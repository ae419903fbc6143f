// SPDX-License-Identifier: Apache-2.0

import CallCore
import Synchronization
import Tracing

@testable import Telemetry

/// Keeps the spans of the real tracer that have ended.
final class SpanLog: Sendable {
    private let records = Mutex<[SpanRecord]>([])

    var spans: [SpanRecord] { self.records.withLock { $0 } }

    /// A tracer that writes here.
    func tracer(_ sampler: TraceSampler = .standard) -> OTLPTracer {
        OTLPTracer(sampler: sampler) { span in self.records.withLock { $0.append(span) } }
    }

    func named(_ name: String) -> [SpanRecord] { self.spans.filter { $0.name == name } }
}

extension SpanRecord {
    /// An attribute as text; `nil` if there is none.
    func text(_ name: String) -> String? {
        switch self.attributes[name]?.toSpanAttribute() {
        case .string(let text): text
        case .int64(let number): String(number)
        default: nil
        }
    }

    /// What the span tells others of itself.
    var traceparent: String { TraceParent.text(self.context) }
}

extension CallTracer {
    /// The trace of a call, and its root.
    func identity(of call: String) -> SpanContext? { self.context(of: CallID(call)).spanContext }
}
