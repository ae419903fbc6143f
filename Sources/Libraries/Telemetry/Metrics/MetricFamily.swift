// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A metric with its series. Looking one up takes a short lock of this metric alone; counting takes none.
final class MetricFamily: Sendable {
    private static let other = "other"

    let description: MetricDescription
    private let series: Mutex<[[String]: MetricCell]>
    private let refusals: MetricRefusals
    /// The labels of the series of everything refused, which does not count against the limit.
    private let others: [String]

    init(_ description: MetricDescription, refusals: MetricRefusals) {
        self.description = description
        self.refusals = refusals
        self.others = description.labels.map { _ in Self.other }
        let presets = description.presets.map { ($0, MetricCell(description.kind, refusals: refusals)) }
        self.series = Mutex(Dictionary(presets) { first, _ in first })
    }

    /// The series with these labels, in any order, or the one of everything refused.
    func cell(_ dimensions: [(String, String)]) -> MetricCell {
        let labels = self.description.labels
        var values = [String?](repeating: nil, count: labels.count)
        for (name, value) in dimensions {
            guard let index = labels.firstIndex(where: { $0.name == name }), values[index] == nil else {
                return self.refused(.wrongLabels)
            }
            values[index] = value
        }
        return self.cell(values.compactMap(\.self))
    }

    /// The series with these values of the labels, in their order, or the one of everything refused.
    func cell(_ values: [String]) -> MetricCell {
        let labels = self.description.labels
        guard values.count == labels.count else { return self.refused(.wrongLabels) }
        guard zip(labels, values).allSatisfy({ $0.takes($1) }) else { return self.refused(.unknownValue) }
        let found = self.series.withLock { series -> MetricCell? in
            if let cell = series[values] { return cell }
            let count = series[self.others] == nil ? series.count : series.count - 1
            guard count < self.description.limit else { return nil }
            return self.make(values, in: &series)
        }
        return found ?? self.refused(.tooManySeries)
    }

    private func refused(_ cause: MetricRefusal) -> MetricCell {
        self.refusals.count(cause)
        return self.series.withLock { series in series[self.others] ?? self.make(self.others, in: &series) }
    }

    private func make(_ values: [String], in series: inout [[String]: MetricCell]) -> MetricCell {
        let cell = MetricCell(self.description.kind, refusals: self.refusals)
        series[values] = cell
        return cell
    }

    /// What all series stand at.
    var snapshot: MetricSnapshot {
        let series = self.series.withLock(\.self)
            .map { MetricSnapshot.Series(labels: $0.key, value: $0.value.value) }
            .sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
        return MetricSnapshot(description: self.description, series: series)
    }
}
