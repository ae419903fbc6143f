// SPDX-License-Identifier: Apache-2.0

/// What a metric is: its name, kind, meaning and labels, and how many series it may have.
///
/// ```swift
/// MetricDescription.counter(
///     "calls_total",
///     "Calls that are over.",
///     labels: [MetricLabel("direction", ["inbound", "outbound"])]
/// )
/// ```
public struct MetricDescription: Sendable, Hashable {
    /// What kind of number it is (Prometheus, "Metric types").
    public enum Kind: Sendable, Hashable {
        /// Only grows, from 0 at the start of the process.
        case counter
        /// Goes up and down.
        case gauge
        /// How many values were at most as large as each of these bounds, and their sum.
        case histogram([Double])

        /// The word after `# TYPE`.
        public var name: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    /// The name; a counter's ends with `_total`.
    public let name: String
    /// What kind of number it is.
    public let kind: Kind
    /// One sentence: what it counts or measures.
    public let help: String
    /// Its labels, in the order in which they are shown.
    public let labels: [MetricLabel]
    /// Combinations of labels it may have at most; further ones share the series whose labels are all `other`.
    public let limit: Int
    /// Values of the labels that are shown as 0 from the start, besides those that are by themselves.
    public let zeros: [[String]]

    private init(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        _ labels: [MetricLabel],
        _ limit: Int?,
        zeros: [[String]] = []
    ) {
        self.zeros = zeros
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        let product = labels.reduce(1) { $0.multipliedReportingOverflow(by: $1.count).partialValue }
        self.limit = min(product, limit ?? product)
    }

    /// A number that only grows. Without `limit` every combination of its labels' values may be there.
    ///
    /// Prometheus sees no increase where a series appears with its first event. So counters with few and closed labels are
    /// shown as 0 from the start, and of others those in `zeros`: values of the labels, in their order.
    public static func counter(
        _ name: String,
        _ help: String,
        labels: [MetricLabel] = [],
        limit: Int? = nil,
        zeros: [[String]] = []
    ) -> MetricDescription {
        MetricDescription(name, .counter, help, labels, limit, zeros: zeros)
    }

    /// A number that goes up and down. Without `limit` every combination of its labels' values may be there.
    public static func gauge(
        _ name: String,
        _ help: String,
        labels: [MetricLabel] = [],
        limit: Int? = nil
    ) -> MetricDescription {
        MetricDescription(name, .gauge, help, labels, limit)
    }

    /// A distribution. The bounds ascend, are above 0 and below 1,000,000, and there are 1 to 20; a last bucket without
    /// a bound comes by itself.
    public static func histogram(
        _ name: String,
        _ help: String,
        bounds: [Double],
        labels: [MetricLabel] = [],
        limit: Int? = nil
    ) -> MetricDescription {
        MetricDescription(name, .histogram(bounds), help, labels, limit)
    }

    /// The unit that the name ends with, if it is one: Prometheus has base units only.
    public var unit: String? {
        ["seconds", "bytes", "ratio"].first { self.family.hasSuffix("_\($0)") }
    }

    /// The most lines it may take in an answer, the one of everything refused among them: what Prometheus counts as
    /// series.
    public var mostLines: Int {
        let series = self.labels.isEmpty ? 1 : self.limit + 1
        guard case .histogram(let bounds) = self.kind else { return series }
        return series * (bounds.count + 3)
    }

    /// The name without a counter's `_total`, which is what OpenMetrics calls the family.
    var family: String {
        self.kind == .counter && self.name.hasSuffix("_total") ? String(self.name.dropLast(6)) : self.name
    }

    /// Whether these may be the values of its labels, in their order.
    func takes(_ values: [String]) -> Bool {
        values.count == self.labels.count && zip(self.labels, values).allSatisfy { $0.takes($1) }
    }

    /// The combinations of labels that are shown as 0 from the start, so that the first event is an increase too:
    /// counters and distributions without labels, and counters with few and closed ones.
    var presets: [[String]] {
        guard self.kind != .gauge else { return [] }
        if self.labels.isEmpty { return [[]] }
        guard self.zeros.isEmpty else { return self.zeros }
        guard self.kind == .counter, self.limit <= 32, self.labels.allSatisfy(\.isClosed) else { return [] }
        let all = self.labels.reduce(into: [[String]]([[]])) { rows, label in
            guard case .closed(let values) = label.values else { return }
            rows = rows.flatMap { row in values.map { row + [$0] } }
        }
        return all.count <= self.limit ? all : []
    }
}
