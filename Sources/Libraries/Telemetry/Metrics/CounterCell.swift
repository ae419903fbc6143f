// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Synchronization

/// One series of a counter. Whole numbers and fractions are added apart, so that counting events is one addition and stays
/// exact beyond 2^53.
final class CounterCell: CounterHandler, FloatingPointCounterHandler {
    private let whole = Atomic<UInt64>(0)
    private let rest = DoubleCell()
    private let refusals: MetricRefusals

    init(refusals: MetricRefusals) {
        self.refusals = refusals
    }

    var value: MetricNumber {
        let (whole, rest) = (self.whole.load(ordering: .relaxed), self.rest.value)
        return rest == 0 ? .integer(whole) : .real(Double(whole) + rest)
    }

    func increment(by amount: Int64) {
        guard amount >= 0 else { return self.refusals.count(.impossibleValue) }
        self.whole.wrappingAdd(UInt64(amount), ordering: .relaxed)
    }

    func increment(by amount: Double) {
        guard amount >= 0, amount.isFinite else { return self.refusals.count(.impossibleValue) }
        self.rest.add(amount)
    }

    func reset() {
        self.whole.store(0, ordering: .relaxed)
        self.rest.set(0)
    }

    /// Takes a total that is kept elsewhere.
    func set(_ total: Double) {
        guard total >= 0, total.isFinite else { return self.refusals.count(.impossibleValue) }
        self.rest.set(total)
    }
}
