// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import Telemetry
import Testing

@testable import CallCore
@testable import switchboard

/// Series that are kept by those who count are shown as if they were looked up each time.
struct KeptSeriesExpositionTests {
    private let registry: PrometheusRegistry
    private let factory: PrometheusMetricsFactory

    init() throws {
        self.registry = PrometheusRegistry(try MetricCatalog.all(version: "1.2.3"))
        self.factory = PrometheusMetricsFactory(self.registry)
    }

    private var text: String { String(decoding: self.registry.exposition(.text), as: UTF8.self) }

    @Test func toBeReadyToCountShowsNothing() {
        let before = self.text
        _ = CallMetrics(factory: self.factory)
        #expect(self.text == before)
    }

    @Test func everyEventIsShownAsIfItsSeriesWereLookedUp() throws {
        let metrics = CallMetrics(factory: self.factory)
        let other = PrometheusRegistry(try MetricCatalog.all(version: "1.2.3"))
        let factory = PrometheusMetricsFactory(other)
        for (index, termination) in CallTermination.all.enumerated() {
            for direction in CallDirection.allCases {
                metrics.ended(direction, termination).increment(by: index)
                metrics.active(direction).record(index)
                let labels = [("result", termination.result.rawValue), ("reason", termination.reason)]
                let ways = [("direction", direction.rawValue)]
                Counter(label: "switchboard_calls_total", dimensions: ways + labels, factory: factory)
                    .increment(by: index)
                Gauge(label: "switchboard_calls_active", dimensions: ways, factory: factory).record(index)
            }
        }
        metrics.engineFallback(from: "deepgram", to: "offline").increment()
        metrics.duration(.outbound).recordNanoseconds(7_000_000_000)
        let engines = [("from", "deepgram"), ("to", "offline")]
        Counter(label: "switchboard_engine_fallbacks_total", dimensions: engines, factory: factory).increment()
        let outbound = [("direction", "outbound")]
        Timer(label: "switchboard_call_duration_seconds", dimensions: outbound, factory: factory)
            .recordNanoseconds(7_000_000_000)
        #expect(self.text == String(decoding: other.exposition(.text), as: UTF8.self))
        #expect(self.text.contains(#"switchboard_calls_active{direction="outbound"} 22"#))
    }
}
