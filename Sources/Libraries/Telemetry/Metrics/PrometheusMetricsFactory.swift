// SPDX-License-Identifier: Apache-2.0

public import CoreMetrics

/// Lets swift-metrics count in a ``PrometheusRegistry``.
///
/// Counters become counters, gauges and meters gauges, timers (in seconds) and recorders that aggregate histograms.
/// Whoever asks twice for the same labels counts in the same series, which lives as long as the process: destroying a
/// handle forgets nothing.
public struct PrometheusMetricsFactory: MetricsFactory {
    private let registry: PrometheusRegistry

    /// A factory for this registry.
    public init(_ registry: PrometheusRegistry) {
        self.registry = registry
    }

    /// A series of a counter.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.counter(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    /// A series of a counter.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        self.counter(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    /// A series of a gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.gauge(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    /// A series of a histogram, or of a gauge if nothing is to be aggregated.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        let cell: (any RecorderHandler)? =
            aggregate ? self.histogram(label, dimensions) : self.gauge(label, dimensions)
        return cell ?? NOOPMetricsHandler.instance
    }

    /// A series of a histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        self.histogram(label, dimensions) ?? NOOPMetricsHandler.instance
    }

    /// Nothing: the series stays.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Nothing: the series stays.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Nothing: the series stays.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Nothing: the series stays.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Nothing: the series stays.
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterCell? {
        let cell = self.registry.cell(label, dimensions) { $0 == .counter }
        guard case .counter(let counter)? = cell else { return nil }
        return counter
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeCell? {
        let cell = self.registry.cell(label, dimensions) { $0 == .gauge }
        guard case .gauge(let gauge)? = cell else { return nil }
        return gauge
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramCell? {
        let cell = self.registry.cell(label, dimensions) { if case .histogram = $0 { true } else { false } }
        guard case .histogram(let histogram)? = cell else { return nil }
        return histogram
    }
}
