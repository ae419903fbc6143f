// SPDX-License-Identifier: Apache-2.0

import Telemetry

/// The table of docs/metrics.md.
enum MetricsTable {
    /// Longer lists are not written out.
    private static let mostValues = 12

    static func text(_ catalog: MetricCatalog) -> String {
        let rows = catalog.metrics.map { metric in
            "| `\(metric.name)` | \(metric.kind.name) | \(self.labels(metric)) | \(self.meaning(metric)) |\n"
        }
        return "| Metric | Kind | Labels | Meaning |\n| --- | --- | --- | --- |\n" + rows.joined()
    }

    private static func labels(_ metric: MetricDescription) -> String {
        metric.labels.map { label in
            switch label.values {
            case .closed where metric.name == "switchboard_build_info": "`\(label.name)`"
            case .closed(let values) where values.count <= self.mostValues:
                "`\(label.name)`: " + values.map { "`\($0)`" }.joined(separator: " ")
            case .closed(let values): "`\(label.name)`: one of \(values.count)"
            case .open(let count): "`\(label.name)`: at most \(count)"
            }
        }.joined(separator: "; ")
    }

    private static func meaning(_ metric: MetricDescription) -> String {
        guard case .histogram(let bounds) = metric.kind else { return metric.help }
        let list = bounds.map { $0 == $0.rounded() ? String(Int($0)) : "\($0)" }.joined(separator: " ")
        return "\(metric.help) Buckets: \(list)."
    }
}
