// SPDX-License-Identifier: Apache-2.0

import CoreMetrics

/// One series of a gauge.
final class GaugeCell: MeterHandler, RecorderHandler {
    private let number = DoubleCell()

    var value: Double { self.number.value }

    func set(_ value: Int64) { self.number.set(Double(value)) }

    func set(_ value: Double) { self.number.set(value) }

    func increment(by amount: Double) { self.number.add(amount) }

    func decrement(by amount: Double) { self.number.add(-amount) }

    func record(_ value: Int64) { self.set(value) }

    func record(_ value: Double) { self.set(value) }
}
