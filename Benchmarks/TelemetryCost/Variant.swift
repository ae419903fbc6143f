// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// How much is told.
enum Variant: String, CaseIterable, ExpressibleByArgument {
    /// Nothing: no metrics, no traces, no lines but for defects.
    case off
    /// Lines from `info` on.
    case logs
    /// Metrics, read every 15 seconds.
    case metrics
    /// Every call is traced, and its spans are taken by a collector.
    case traces
    /// All of it.
    case all

    /// Whether metrics are read.
    var scrapes: Bool { self == .metrics || self == .all }

    /// The settings that make it so.
    func settings(collector: String) -> [String: String] {
        var settings = ["METRICS": self.scrapes ? "on" : "off", "LOG_FORMAT": "json"]
        // The line that tells the port is needed in any case.
        settings["LOG_LEVEL"] = self == .logs || self == .all ? "info" : "error,Server=info"
        if self == .traces || self == .all { settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector }
        return settings
    }
}
