// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics

extension MetricSeries where Handle == Counter {
    /// The counters of this name; `dimensions` tells the labels of a key.
    package convenience init(
        _ label: String,
        atMost limit: Int,
        _ factory: any MetricsFactory,
        dimensions: @escaping @Sendable (Key) -> [(String, String)]
    ) {
        self.init(atMost: limit) { Counter(label: label, dimensions: dimensions($0), factory: factory) }
    }
}

extension MetricSeries where Handle == Gauge {
    /// The gauges of this name; `dimensions` tells the labels of a key.
    package convenience init(
        _ label: String,
        atMost limit: Int,
        _ factory: any MetricsFactory,
        dimensions: @escaping @Sendable (Key) -> [(String, String)]
    ) {
        self.init(atMost: limit) { Gauge(label: label, dimensions: dimensions($0), factory: factory) }
    }
}

extension MetricSeries where Handle == CoreMetrics.Timer {
    /// The timers of this name; `dimensions` tells the labels of a key.
    package convenience init(
        _ label: String,
        atMost limit: Int,
        _ factory: any MetricsFactory,
        dimensions: @escaping @Sendable (Key) -> [(String, String)]
    ) {
        self.init(atMost: limit) { CoreMetrics.Timer(label: label, dimensions: dimensions($0), factory: factory) }
    }
}
