// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import GatewayHTTP
import Synchronization
import Telemetry

/// The metrics of the whole process: set up once, read by `GET /api/metrics`.
struct ServerMetrics: Sendable {
    private static let started = Mutex<ServerMetrics?>(nil)

    /// Where everything is counted.
    let registry: PrometheusRegistry

    /// Bootstraps swift-metrics before anything is counted; later calls, which a process of tests makes, get the same.
    static func start() throws(TelemetryError) -> ServerMetrics {
        try self.started.withLock { started throws(TelemetryError) in
            if let started { return started }
            let metrics = ServerMetrics(registry: try Self.registry(version: Switchboard.versionText))
            MetricsSystem.bootstrap(PrometheusMetricsFactory(metrics.registry))
            started = metrics
            return metrics
        }
    }

    /// A registry of everything the server counts, with the numbers that are looked up when it is read.
    static func registry(version: String) throws(TelemetryError) -> PrometheusRegistry {
        let registry = PrometheusRegistry(try MetricCatalog.all(version: version))
        registry.collect("process") { ProcessMetrics.collect() }
        registry.collect("build") { [MetricSample("switchboard_build_info", labels: [version], 1)] }
        // The collector belongs to the registry, which outlives every reading.
        registry.collect("refusals") { [weak registry] in
            MetricRefusal.allCases.compactMap { cause in
                registry.map { registry in
                    let count = Double(registry.refused(cause))
                    return MetricSample("switchboard_metrics_refused_total", labels: [cause.rawValue], count)
                }
            }
        }
        return registry
    }

    /// Shows how many calls there may be at once.
    func show(callLimit: Int) {
        self.registry.collect("limit") { [MetricSample("switchboard_calls_limit", Double(callLimit))] }
    }

    /// Shows how many lines the log has lost.
    func watch(_ logs: Logs) {
        self.registry.collect("logs") {
            [MetricSample("switchboard_log_lines_dropped_total", Double(logs.droppedLines))]
        }
    }

    /// What whoever sends this `Accept` field reads.
    func document(accept: String?) -> MetricsDocument {
        let format = ExpositionFormat(accept: accept)
        return MetricsDocument(bytes: self.registry.exposition(format), contentType: format.contentType)
    }
}
