// SPDX-License-Identifier: Apache-2.0

import CallCore
package import CoreMetrics
package import Logging
package import Resilience

/// Turns what happens with Supabase into metrics and, at `debug`, log lines.
///
/// - `switchboard_supabase_requests_total{function,status}`: attempts by class of status (`2xx`, …, `none`).
/// - `switchboard_supabase_failures_total{outcome}` and `switchboard_supabase_retries_total{outcome}`.
/// - `switchboard_supabase_request_duration_seconds{function}`, `switchboard_supabase_wait_seconds`.
/// - `switchboard_supabase_requests_in_flight`.
/// - `switchboard_breaker_state{dependency="supabase"}`: 0 closed, 0.5 half open, 1 open.
package struct SupabaseMetrics: SupabaseObserver {
    private struct Answer: Hashable {
        let function: String
        let status: String
    }

    private let logger: Logger
    private let requests: MetricSeries<Answer, Counter>
    private let durations: MetricSeries<String, CoreMetrics.Timer>
    private let failures: MetricSeries<String, Counter>
    private let retries: MetricSeries<String, Counter>
    private let inFlight: Gauge
    private let wait: CoreMetrics.Timer
    private let breaker: Gauge

    /// An observer; the breaker counts as closed from now on.
    package init(
        logger: Logger = Logger(label: "Store"),
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.logger = logger
        self.requests = MetricSeries("switchboard_supabase_requests_total", atMost: 72, metrics) {
            [("function", $0.function), ("status", $0.status)]
        }
        self.durations = MetricSeries("switchboard_supabase_request_duration_seconds", atMost: 12, metrics) {
            [("function", $0)]
        }
        self.failures = MetricSeries("switchboard_supabase_failures_total", atMost: 32, metrics) { [("outcome", $0)] }
        self.retries = MetricSeries("switchboard_supabase_retries_total", atMost: 32, metrics) { [("outcome", $0)] }
        self.inFlight = Gauge(label: "switchboard_supabase_requests_in_flight", factory: metrics)
        self.wait = CoreMetrics.Timer(label: "switchboard_supabase_wait_seconds", factory: metrics)
        self.breaker = Gauge(
            label: "switchboard_breaker_state",
            dimensions: [("dependency", "supabase")],
            factory: metrics
        )
        self.breaker.record(0)
    }

    /// Notes a wait and the load.
    package func began(afterWaiting wait: Duration, inFlight: Int) {
        self.wait.recordNanoseconds(wait.nanoseconds)
        self.inFlight.record(inFlight)
    }

    /// Counts an attempt.
    package func ended(_ attempt: SupabaseAttempt, inFlight: Int) {
        self.inFlight.record(inFlight)
        self.requests[Answer(function: attempt.function, status: attempt.statusClass)].increment()
        self.durations[attempt.function].recordNanoseconds(attempt.duration.nanoseconds)
        guard let error = attempt.error else { return }
        self.failures[error.code.description].increment()
        if attempt.retriesAfter != nil { self.retries[error.code.description].increment() }
        self.logger.debug(
            "request to Supabase failed",
            metadata: [
                "supabase.function": "\(attempt.function)", "supabase.attempt": "\(attempt.number)",
                "supabase.error": "\(error)", "supabase.message": "\(error.message)",
                "supabase.retries": "\(attempt.retriesAfter != nil)",
            ]
        )
    }

    /// Shows the state of the breaker.
    package func breakerChanged(_ transition: CircuitTransition) {
        self.breaker.record(transition.to.level)
        self.logger.debug(
            "circuit breaker of Supabase changed",
            metadata: ["breaker.state": "\(transition.to.rawValue)", "breaker.reason": "\(transition.reason)"]
        )
    }
}

extension Duration {
    /// Whole nanoseconds; no wait takes the 292 years that would be too many.
    fileprivate var nanoseconds: Int64 {
        self.components.seconds * 1_000_000_000 + self.components.attoseconds / 1_000_000_000
    }
}
