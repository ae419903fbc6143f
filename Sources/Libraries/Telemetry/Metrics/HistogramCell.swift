// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// One series of a histogram. The buckets are counted apart from each other; they are summed up when they are read, so
/// their number is always that of the values.
final class HistogramCell: RecorderHandler, TimerHandler {
    /// So many bounds at most; behind the last there is one more bucket.
    static let mostBounds = 20

    private let bounds: [Double]
    private let buckets = InlineArray<21, Atomic<UInt64>> { _ in Atomic(0) }
    private let sum = DoubleCell()
    private let refusals: MetricRefusals

    /// `bounds` are those of a ``MetricCatalog``, which has checked them.
    init(bounds: [Double], refusals: MetricRefusals) {
        precondition(bounds.count <= Self.mostBounds, "too many bounds")
        self.bounds = bounds
        self.refusals = refusals
    }

    var value: HistogramValue {
        var (total, counts) = (UInt64(0), [UInt64]())
        counts.reserveCapacity(self.bounds.count + 1)
        for index in 0...self.bounds.count {
            total &+= self.buckets[index].load(ordering: .relaxed)
            counts.append(total)
        }
        return HistogramValue(bounds: self.bounds, counts: counts, sum: self.sum.value)
    }

    func record(_ value: Int64) { self.record(Double(value)) }

    func record(_ value: Double) {
        // NaN is not at least 0; infinity would stay in the sum for ever.
        guard value >= 0, value.isFinite else { return self.refusals.count(.impossibleValue) }
        var index = 0
        while index < self.bounds.count, value > self.bounds[index] { index += 1 }
        self.buckets[index].wrappingAdd(1, ordering: .relaxed)
        self.sum.add(value)
    }

    func recordNanoseconds(_ duration: Int64) { self.record(Double(duration) / 1_000_000_000) }
}
