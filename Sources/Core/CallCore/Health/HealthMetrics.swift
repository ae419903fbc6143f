// SPDX-License-Identifier: Apache-2.0

import CoreMetrics

/// The figures of one dependency. The label is its name, of which there are few.
struct HealthMetrics: Sendable {
    private let isUp: Gauge
    private let latency: Gauge
    private let checks: [HealthOutcome.Result: Counter]

    init(_ name: String) {
        let dependency = ("dependency", name)
        self.isUp = Gauge(label: "switchboard_dependency_up", dimensions: [dependency])
        self.latency = Gauge(label: "switchboard_dependency_latency_seconds", dimensions: [dependency])
        self.checks = Dictionary(
            uniqueKeysWithValues: HealthOutcome.Result.allCases.map { result in
                let dimensions = [dependency, ("result", result.rawValue)]
                return (result, Counter(label: "switchboard_dependency_checks_total", dimensions: dimensions))
            }
        )
    }

    /// What is unknown is neither up nor down, so nothing is said of it.
    func report(_ health: DependencyHealth, _ result: HealthOutcome.Result) {
        self.checks[result]?.increment()
        if let latency = health.latency { self.latency.record(latency / .seconds(1)) }
        guard health.state != .unknown else { return }
        self.isUp.record(health.state == .down ? 0 : 1)
    }
}
