// SPDX-License-Identifier: Apache-2.0

import CallCore
import Logging
import MetricsTestKit
import Resilience
import SupabaseTestSupport
import Testing

@testable import SupabaseStore

@Suite struct MetricsTests {
    @Test func requestsRetriesWaitsAndTheBreakerAreCounted() async throws {
        let metrics = TestMetrics()
        let supabase = SimulatedSupabase()
        try await supabase.run { url in
            var configuration = try SupabaseStage.configuration(url: url)
            configuration.breaker.trip = .failures(3, within: .seconds(60))
            configuration.retries.attempts = 3
            let functions = SupabaseFunctions(
                configuration,
                clock: SupabaseClock(),
                observer: SupabaseMetrics(logger: Logger(label: "test"), metrics: metrics)
            )
            supabase.plan([.poolTimeout, .closesBefore])
            try await functions.ping()
            let answered = [("function", "switchboard_version"), ("status", "2xx")]
            let failed = [("function", "switchboard_version"), ("status", "5xx")]
            let lost = [("function", "switchboard_version"), ("status", "none")]
            #expect(try metrics.expectCounter("switchboard_supabase_requests_total", answered).totalValue == 1)
            #expect(try metrics.expectCounter("switchboard_supabase_requests_total", failed).totalValue == 1)
            #expect(try metrics.expectCounter("switchboard_supabase_requests_total", lost).totalValue == 1)
            for outcome in ["pool_exhausted", "connection_lost"] {
                let dimensions = [("outcome", outcome)]
                #expect(try metrics.expectCounter("switchboard_supabase_failures_total", dimensions).totalValue == 1)
                #expect(try metrics.expectCounter("switchboard_supabase_retries_total", dimensions).totalValue == 1)
            }
            #expect(try metrics.expectTimer("switchboard_supabase_wait_seconds").values.count == 3)
            #expect(try metrics.expectGauge("switchboard_supabase_requests_in_flight").lastValue == 0)
            let breaker = try metrics.expectGauge("switchboard_breaker_state", [("dependency", "supabase")])
            #expect(breaker.lastValue == 0)
            supabase.script { _, _ in .databaseAway }
            await #expect(throws: StoreError.self) { try await functions.ping() }
            #expect(breaker.lastValue == 1)
            await functions.close()
        }
    }
}
