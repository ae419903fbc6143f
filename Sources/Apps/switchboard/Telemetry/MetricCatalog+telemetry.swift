// SPDX-License-Identifier: Apache-2.0

import Telemetry

extension MetricCatalog {
    /// The build, and what telemetry says of itself.
    static func telemetry(_ version: String) -> [MetricDescription] {
        [
            .gauge(
                "switchboard_build_info",
                "1; the version is in the label.",
                labels: [MetricLabel("version", [version])]
            ),
            .counter(
                "switchboard_metrics_refused_total",
                "What was recorded with a name, label or value that is not described. The target is 0.",
                labels: [MetricLabel("cause", MetricRefusal.allCases.map(\.rawValue))]
            ),
            .counter("switchboard_log_lines_dropped_total", "Lines of the log that were lost."),
            .counter(
                "switchboard_refusal_lines_suppressed_total",
                "Refusals that have no line of their own in the log, because there were many of a kind."
            ),
            .counter(
                "switchboard_spans_total",
                "Spans of traces that ended.",
                labels: [MetricLabel("result", ["exported", "dropped", "failed"])]
            ),
            .counter(
                "switchboard_span_exports_total",
                "Batches of spans, by how sending them ended.",
                labels: [MetricLabel("result", ["ok", "retried", "failed"])]
            ),
        ]
    }
}
