// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import Telemetry

/// Keeps the spans that have ended.
final class SpanLog: Sendable {
    private let records = Mutex<[SpanRecord]>([])

    var spans: [SpanRecord] { self.records.withLock { $0 } }

    func take(_ span: SpanRecord) { self.records.withLock { $0.append(span) } }

    /// A tracer that writes here, with identifiers by this seed.
    func tracer(_ sampler: TraceSampler = .standard, seed: UInt64 = 1, limits: SpanLimits = SpanLimits()) -> OTLPTracer
    {
        OTLPTracer(sampler: sampler, limits: limits, random: SeededGenerator(seed: seed)) { self.take($0) }
    }
}
