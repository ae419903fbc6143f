// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CoreMetrics
import Telemetry

/// What is measured.
enum CostlyOperation: String, CaseIterable, ExpressibleByArgument {
    /// A counter goes up by one.
    case increment
    /// A floating-point counter goes up.
    case add
    /// A gauge is set.
    case set
    /// A histogram takes a value in its middle.
    case observe
    /// A handle of a series that is there is made.
    case handle
    /// Everything is written for Prometheus.
    case exposition

    func perform(_ count: Int, _ factory: PrometheusMetricsFactory, _ registry: PrometheusRegistry) {
        let labels = [("direction", "inbound")]
        let counter = Counter(label: "events_total", dimensions: labels, factory: factory)
        let lost = FloatingPointCounter(label: "lost_seconds_total", factory: factory)
        let gauge = Gauge(label: "level", factory: factory)
        let timer = CoreMetrics.Timer(label: "wait_seconds", factory: factory)
        switch self {
        case .increment: for _ in 0..<count { counter.increment() }
        case .add: for _ in 0..<count { lost.increment(by: 0.02) }
        case .set: for round in 0..<count { gauge.record(round) }
        case .observe: for _ in 0..<count { timer.recordNanoseconds(120_000_000) }
        case .handle:
            for _ in 0..<count { keep(Counter(label: "events_total", dimensions: labels, factory: factory)) }
        case .exposition: for _ in 0..<count { keep(registry.exposition(.openMetrics).count) }
        }
    }
}

/// Keeps the compiler from leaving out what nobody uses.
@inline(never)
private func keep(_ value: some Any) {}
