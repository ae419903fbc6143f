// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import Resilience

extension SupabaseFunctions {
    /// Where the project is, its key, and the limits; the defaults suit a server that answers calls.
    package struct Configuration: Sendable {
        /// The project.
        package var endpoint: SupabaseEndpoint
        /// Its key.
        package var key: SupabaseKey
        /// What we call ourselves.
        package var userAgent = "switchboard-store/1"
        /// How many requests run at once: all users of the project share PostgREST's few database connections.
        package var concurrentRequests = 8
        /// How many wait for their turn.
        package var waitingRequests = 64
        /// How long one waits for its turn.
        package var longestWait: Duration = .seconds(5)
        /// How long making a connection may take, TLS included.
        package var connectTime: Duration = .seconds(5)
        /// How long one attempt may take: more than PostgREST waits for a connection (10 s) and our functions run (10 s),
        /// or we would give up on what succeeds.
        package var requestTime: Duration = .seconds(22)
        /// No new attempt begins later than this after the first.
        package var totalTime: Duration = .seconds(30)
        /// How long a connection may be idle: less than on the other side (30 s at PostgREST).
        package var idleTime: Duration = .seconds(15)
        /// The largest request, in bytes.
        package var maximumRequestBytes = 4 << 20
        /// The largest answer, in bytes.
        package var maximumAnswerBytes = 64 << 20
        /// How often a request is tried and how long is waited in between, where the table allows it.
        package var retries = RetryPolicy(
            attempts: 5,
            backoff: Backoff(first: .seconds(1), cap: .seconds(8), jitter: .half),
            longestRetryAfter: .seconds(32)
        )
        /// How many retries each request earns.
        package var retryShare = 0.2
        /// How many retries may come at once after a quiet time.
        package var retryBurst = 40
        /// When Supabase is not asked any more for a while.
        package var breaker = CircuitBreakerPolicy(trip: .failures(5, within: .seconds(60)))
        /// How long after the start PostgREST may not know the schema yet.
        package var startingTime: Duration = .seconds(10)

        /// Reads `SUPABASE_URL` and `SUPABASE_SERVICE_ROLE_KEY`. Fails with ``SupabaseError`` whose message names the
        /// variable and the mend, and never shows the key.
        package init(url: String, key: String, now: Date = Date()) throws(SupabaseError) {
            self.endpoint = try SupabaseEndpoint(url)
            self.key = try SupabaseKey(key, for: self.endpoint, now: now)
        }
    }
}
