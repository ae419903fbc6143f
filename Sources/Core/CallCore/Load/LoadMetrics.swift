// SPDX-License-Identifier: Apache-2.0

import CoreMetrics

/// How much the machine has to do.
enum LoadMetrics {
    /// Event loops that were found hanging.
    static let hangs = Counter(label: "switchboard_event_loop_hangs_total")

    private static let hanging = Gauge(label: "switchboard_event_loops_hanging")
    private static let median = Self.lag("p50")
    private static let p99 = Self.lag("p99")
    private static let longest = Self.lag("max")

    /// Not `quantile`, which belongs to Prometheus' summaries.
    private static func lag(_ statistic: String) -> Gauge {
        Gauge(label: "switchboard_event_loop_lag_seconds", dimensions: [("statistic", statistic)])
    }

    static func report(_ lag: LoopLag, hanging count: Int) {
        self.median.record(lag.median / .seconds(1))
        self.p99.record(lag.p99 / .seconds(1))
        self.longest.record(lag.longest / .seconds(1))
        self.hanging.record(count)
    }

    /// 1 while no call is let in for this reason, else 0.
    static func overloaded(_ reason: Overload.Reason, _ isOverloaded: Bool) {
        self.overload[reason].record(isOverloaded ? 1 : 0)
    }

    private static let overload = MetricSeries<Overload.Reason, Gauge>(
        "switchboard_overloaded",
        atMost: Overload.Reason.allCases.count,
        MetricsSystem.factory
    ) { [("reason", $0.rawValue)] }
}
