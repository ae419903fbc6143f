// SPDX-License-Identifier: Apache-2.0

import CoreMetrics
import MetricsTestKit
import Resilience
import Testing
import TwilioCarrier
import TwilioREST
import TwilioRESTTestSupport

/// Every attempt is counted and the breaker is shown.
@Suite struct TwilioCarrierObserverTests {
    @Test func countsAttemptsAndShowsTheBreaker() async throws {
        let metrics = TestMetrics()
        let observer = TwilioCarrierObserver(metrics: metrics)
        let ok = RESTAttempt(operation: "calls.create", number: 1, duration: .milliseconds(20))
        var failed = ok
        failed.error = TwilioRESTError(.rateLimited, "Too Many Requests")
        observer.attempted(ok)
        observer.attempted(ok)
        observer.attempted(failed)
        let counted = try metrics.expectCounter(
            "switchboard_carrier_requests_total",
            [("operation", "calls.create"), ("result", "ok")]
        )
        #expect(counted.totalValue == 2)
        let refused = try metrics.expectCounter(
            "switchboard_carrier_requests_total",
            [("operation", "calls.create"), ("result", "rate_limited")]
        )
        #expect(refused.totalValue == 1)
        let times = try metrics.expectTimer(
            "switchboard_carrier_request_duration_seconds",
            [("operation", "calls.create")]
        )
        #expect(times.values == [20_000_000, 20_000_000, 20_000_000])
        let breaker = try metrics.expectGauge("switchboard_breaker_state", [("dependency", "twilio")])
        #expect(breaker.lastValue == 0)
        let policy = CircuitBreakerPolicy(openTime: Backoff(first: .zero))
        let circuit = CircuitBreaker(name: "test", policy: policy, onTransition: { observer.breakerChanged($0) })
        circuit.open("test")
        #expect(breaker.lastValue == 1)
        let probe = try circuit.admit()
        #expect(breaker.lastValue == 0.5)
        circuit.succeeded(probe)
        #expect(breaker.lastValue == 0)
    }
}
