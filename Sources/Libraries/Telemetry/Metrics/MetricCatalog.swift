// SPDX-License-Identifier: Apache-2.0

/// All metrics that a program has: nothing else is shown, and their series together are bounded by ``mostLines``.
public struct MetricCatalog: Sendable {
    private static let reservedLabels: Set<String> = ["le", "quantile"]

    /// The metrics, by name.
    public let metrics: [MetricDescription]

    /// A catalogue of these; throws ``TelemetryError`` with everything that is wrong with them.
    public init(_ metrics: [MetricDescription]) throws(TelemetryError) {
        let flaws = metrics.flatMap(Self.flaws) + Self.clashes(metrics)
        guard flaws.isEmpty else { throw TelemetryError(.invalidMetrics, flaws.joined(separator: "; ")) }
        self.metrics = metrics.sorted { $0.name < $1.name }
    }

    /// The most lines with numbers that an answer can ever have.
    public var mostLines: Int { self.metrics.reduce(0) { $0 + $1.mostLines } }

    private static func flaws(_ metric: MetricDescription) -> [String] {
        var flaws: [String] = []
        if !self.isName(metric.name) { flaws.append("it must have letters, digits and _") }
        if (metric.kind == .counter) != metric.name.hasSuffix("_total") {
            flaws.append("a counter's name, and no other, ends with _total")
        }
        if metric.help.isEmpty { flaws.append("it has no help") }
        let names = metric.labels.map(\.name)
        if Set(names).count < names.count { flaws.append("two labels share a name") }
        for name in names where !self.isName(name) || name.hasPrefix("__") || self.reservedLabels.contains(name) {
            flaws.append("no label can be named \(name)")
        }
        if !metric.zeros.allSatisfy({ metric.takes($0) }) || metric.zeros.count > metric.limit {
            flaws.append("what is shown as 0 must be values of its labels, and no more than it may have")
        }
        if metric.limit < 1 { flaws.append("it may have no series") }
        if case .histogram(let bounds) = metric.kind { flaws += self.flaws(bounds) }
        return flaws.map { "\(metric.name): \($0)" }
    }

    private static func flaws(_ bounds: [Double]) -> [String] {
        let areFit = bounds.allSatisfy { $0 > 0 && $0 < 1_000_000 }
        let ascend = zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
        guard (1...HistogramCell.mostBounds).contains(bounds.count), areFit, ascend else {
            return ["its bounds must be 1 to \(HistogramCell.mostBounds), ascending, above 0 and below 1,000,000"]
        }
        return []
    }

    /// Names that stand for two metrics, also when one is a line of the other (OpenMetrics: "MetricFamily names").
    private static func clashes(_ metrics: [MetricDescription]) -> [String] {
        var owners: [String: String] = [:]
        var flaws: [String] = []
        for metric in metrics {
            for name in self.names(metric).sorted() {
                if let owner = owners.updateValue(metric.name, forKey: name) {
                    flaws.append("\(metric.name): the name \(name) is taken by \(owner)")
                }
            }
        }
        return flaws
    }

    private static func names(_ metric: MetricDescription) -> Set<String> {
        switch metric.kind {
        case .counter: [metric.name, metric.family, metric.family + "_created"]
        case .gauge: [metric.name]
        case .histogram: Set(["", "_bucket", "_count", "_sum", "_created"].map { metric.name + $0 })
        }
    }

    private static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return bytes.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            default: false
            }
        }
    }
}
