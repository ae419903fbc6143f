// SPDX-License-Identifier: Apache-2.0

import CallCore
import Telemetry

extension MetricCatalog {
    private static let dependency = MetricLabel(
        "dependency",
        ["journal", "disk", "store", "recogniser", "synthesiser", "twilio", "deepgram", "event_loops"]
    )

    /// What the server depends on, and whether the machine keeps up.
    static let health: [MetricDescription] = [
        .gauge("switchboard_dependency_up", "1 while a dependency works, else 0.", labels: [Self.dependency]),
        .gauge(
            "switchboard_dependency_latency_seconds",
            "How long the last check of a dependency took.",
            labels: [Self.dependency]
        ),
        .counter(
            "switchboard_dependency_checks_total",
            "Checks of a dependency, by how they ended.",
            labels: [Self.dependency, MetricLabel("result", ["ok", "failed", "late"])]
        ),
        .gauge(
            "switchboard_breaker_state",
            "Circuit breakers: 0 closed, 0.5 half open, 1 open: then the dependency is left alone.",
            labels: [MetricLabel("dependency", ["deepgram", "deepgram_speak", "twilio", "supabase", "store"])]
        ),
        .gauge("switchboard_disk_free_bytes", "Room on the disk that has the journal."),
        .gauge(
            "switchboard_event_loop_lag_seconds",
            "How late the event loops are, over the last seconds: the middle, all but the worst hundredth, the worst.",
            labels: [MetricLabel("statistic", ["p50", "p99", "max"])]
        ),
        .counter("switchboard_event_loop_hangs_total", "Event loops that were found hanging."),
        .gauge("switchboard_event_loops_hanging", "Event loops that hang now."),
        .gauge(
            "switchboard_overloaded",
            "1 while no call is let in for this reason, else 0.",
            labels: [MetricLabel("reason", Overload.Reason.allCases.map(\.rawValue))]
        ),
    ]
}
