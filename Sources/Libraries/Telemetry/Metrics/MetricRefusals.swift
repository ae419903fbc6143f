// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts what was refused, by cause.
final class MetricRefusals: Sendable {
    private let unknownMetric = Atomic<UInt64>(0)
    private let wrongKind = Atomic<UInt64>(0)
    private let wrongLabels = Atomic<UInt64>(0)
    private let unknownValue = Atomic<UInt64>(0)
    private let tooManySeries = Atomic<UInt64>(0)
    private let impossibleValue = Atomic<UInt64>(0)

    func count(_ cause: MetricRefusal) {
        switch cause {
        case .unknownMetric: self.unknownMetric.wrappingAdd(1, ordering: .relaxed)
        case .wrongKind: self.wrongKind.wrappingAdd(1, ordering: .relaxed)
        case .wrongLabels: self.wrongLabels.wrappingAdd(1, ordering: .relaxed)
        case .unknownValue: self.unknownValue.wrappingAdd(1, ordering: .relaxed)
        case .tooManySeries: self.tooManySeries.wrappingAdd(1, ordering: .relaxed)
        case .impossibleValue: self.impossibleValue.wrappingAdd(1, ordering: .relaxed)
        }
    }

    subscript(cause: MetricRefusal) -> UInt64 {
        switch cause {
        case .unknownMetric: self.unknownMetric.load(ordering: .relaxed)
        case .wrongKind: self.wrongKind.load(ordering: .relaxed)
        case .wrongLabels: self.wrongLabels.load(ordering: .relaxed)
        case .unknownValue: self.unknownValue.load(ordering: .relaxed)
        case .tooManySeries: self.tooManySeries.load(ordering: .relaxed)
        case .impossibleValue: self.impossibleValue.load(ordering: .relaxed)
        }
    }
}
