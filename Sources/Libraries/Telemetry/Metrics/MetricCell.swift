// SPDX-License-Identifier: Apache-2.0

/// Where one series is counted.
enum MetricCell: Sendable {
    case counter(CounterCell)
    case gauge(GaugeCell)
    case histogram(HistogramCell)

    init(_ kind: MetricDescription.Kind, refusals: MetricRefusals) {
        switch kind {
        case .counter: self = .counter(CounterCell(refusals: refusals))
        case .gauge: self = .gauge(GaugeCell())
        case .histogram(let bounds): self = .histogram(HistogramCell(bounds: bounds, refusals: refusals))
        }
    }

    var value: MetricValue {
        switch self {
        case .counter(let cell): .number(cell.value)
        case .gauge(let cell): .number(.real(cell.value))
        case .histogram(let cell): .histogram(cell.value)
        }
    }
}
