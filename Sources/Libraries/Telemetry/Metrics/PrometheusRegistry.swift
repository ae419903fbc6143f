// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The metrics of a process, for Prometheus to read.
///
/// Counting takes no lock and waits for nobody. What is counted is bounded by the ``MetricCatalog``: a metric, label or
/// value that is not described makes no series but is counted in ``refused(_:)``.
///
/// ```swift
/// let registry = PrometheusRegistry(try MetricCatalog([.counter("calls_total", "Calls that are over.")]))
/// MetricsSystem.bootstrap(PrometheusMetricsFactory(registry))
/// Counter(label: "calls_total").increment()
/// let answer = registry.exposition(.openMetrics)
/// ```
public final class PrometheusRegistry: Sendable {
    /// Looks up numbers when metrics are read.
    public typealias Collector = @Sendable () -> [MetricSample]

    private let order: [MetricFamily]
    private let families: [String: MetricFamily]
    private let refusals = MetricRefusals()
    private let collectors = Mutex<[String: Collector]>([:])

    /// A registry in which nothing has been counted yet.
    public init(_ catalog: MetricCatalog) {
        let refusals = self.refusals
        self.order = catalog.metrics.map { MetricFamily($0, refusals: refusals) }
        self.families = Dictionary(self.order.map { ($0.description.name, $0) }) { first, _ in first }
    }

    /// Has numbers looked up whenever metrics are read, in place of those of the collector that had this name. It is
    /// called on the reader's thread, perhaps on several at once; a sample that it leaves out keeps its last value.
    public func collect(_ name: String, _ collector: @escaping Collector) {
        self.collectors.withLock { $0[name] = collector }
    }

    /// How often something was refused since the start.
    public func refused(_ cause: MetricRefusal) -> UInt64 { self.refusals[cause] }

    /// All metrics that have a series, as Prometheus reads them: by name, and their series by labels.
    public func exposition(_ format: ExpositionFormat) -> [UInt8] {
        var writer = ExpositionWriter(format)
        for metric in self.snapshot() { writer.write(metric) }
        return writer.finish()
    }

    func snapshot() -> [MetricSnapshot] {
        for collector in self.collectors.withLock({ Array($0.values) }) {
            for sample in collector() { self.take(sample) }
        }
        return self.order.map(\.snapshot)
    }

    /// Where a series of this name and kind is counted; `nil` if there is no such metric.
    func cell(
        _ name: String,
        _ dimensions: [(String, String)],
        where fits: (MetricDescription.Kind) -> Bool
    ) -> MetricCell? {
        guard let family = self.families[name] else { return self.nothing(.unknownMetric) }
        guard fits(family.description.kind) else { return self.nothing(.wrongKind) }
        return family.cell(dimensions)
    }

    private func nothing(_ cause: MetricRefusal) -> MetricCell? {
        self.refusals.count(cause)
        return nil
    }

    private func take(_ sample: MetricSample) {
        guard let family = self.families[sample.name] else { return self.refusals.count(.unknownMetric) }
        switch family.cell(sample.labels) {
        case .counter(let cell): cell.set(sample.value)
        case .gauge(let cell): cell.set(sample.value)
        case .histogram: self.refusals.count(.wrongKind)
        }
    }
}
