// SPDX-License-Identifier: Apache-2.0

import CallCore
public import CoreMetrics
public import Logging
public import Resilience
public import TwilioREST

/// Turns what happens with Twilio's API into metrics and, at `debug`, log lines.
///
/// - `switchboard_carrier_requests_total{operation,result}`: attempts; the result is `ok` or the code of the error.
/// - `switchboard_carrier_request_duration_seconds{operation}`: how long an attempt took.
/// - `switchboard_breaker_state{dependency="twilio"}`: 0 closed, 0.5 half open, 1 open.
public struct TwilioCarrierObserver: TwilioRESTObserver {
    private struct Answer: Hashable {
        let operation: String
        let result: String
    }

    private let logger: Logger
    private let requests: MetricSeries<Answer, Counter>
    private let durations: MetricSeries<String, CoreMetrics.Timer>
    private let breaker: Gauge

    /// An observer; the breaker counts as closed from now on.
    public init(
        logger: Logger = Logger(label: "Twilio"),
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.logger = logger
        self.requests = MetricSeries("switchboard_carrier_requests_total", atMost: 64, metrics) {
            [("operation", $0.operation), ("result", $0.result)]
        }
        self.durations = MetricSeries("switchboard_carrier_request_duration_seconds", atMost: 12, metrics) {
            [("operation", $0)]
        }
        self.breaker = Gauge(
            label: "switchboard_breaker_state",
            dimensions: [("dependency", "twilio")],
            factory: metrics
        )
        self.breaker.record(0)
    }

    /// Counts an attempt.
    public func attempted(_ attempt: RESTAttempt) {
        let result = attempt.error.map(\.code.description) ?? "ok"
        self.requests[Answer(operation: attempt.operation, result: result)].increment()
        self.durations[attempt.operation].recordNanoseconds(attempt.duration.nanoseconds)
        guard let error = attempt.error else { return }
        self.logger.debug(
            "request to Twilio failed",
            metadata: [
                "twilio.operation": "\(attempt.operation)", "twilio.attempt": "\(attempt.number)",
                "twilio.error": "\(error)", "twilio.status": "\(error.answer?.status ?? 0)",
                "twilio.request_id": "\(error.answer?.requestID ?? "")",
                "twilio.retries": "\(attempt.retriesAfter != nil)",
            ]
        )
    }

    /// Shows the state of the breaker.
    public func breakerChanged(_ transition: CircuitTransition) {
        self.breaker.record(transition.to.level)
        self.logger.debug(
            "circuit breaker of Twilio changed",
            metadata: ["breaker.state": "\(transition.to.rawValue)", "breaker.reason": "\(transition.reason)"]
        )
    }
}

extension Duration {
    /// Whole nanoseconds; an attempt never takes the 292 years that would be too many.
    fileprivate var nanoseconds: Int64 {
        self.components.seconds * 1_000_000_000 + self.components.attoseconds / 1_000_000_000
    }
}
