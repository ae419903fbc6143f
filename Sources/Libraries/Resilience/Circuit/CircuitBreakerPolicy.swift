// SPDX-License-Identifier: Apache-2.0

/// When a circuit breaker opens, for how long, and what it takes to close it again.
public struct CircuitBreakerPolicy: Sendable, Hashable {
    /// What opens the circuit.
    public enum Trip: Sendable, Hashable {
        /// So many failures within so long, whatever succeeded meanwhile.
        case failures(Int, within: Duration)
        /// This share of failures (0 to 1) of at least so many outcomes within so long, counted in tenths of that time.
        case rate(Double, ofAtLeast: Int, within: Duration)
    }

    /// What opens the circuit.
    public var trip: Trip
    /// How long it stays open before it is probed: once by the first value, longer each time a probe fails.
    public var openTime: Backoff
    /// How many probes may run at once while it is half open; at least 1.
    public var probes: Int
    /// How many probes in all must succeed to close it; at least 1.
    public var successesToClose: Int
    /// After how long a probe of which nothing was heard is taken for failed.
    public var probeTimeout: Duration

    /// A policy; the default opens at 5 failures within 10 s, probes after 5 s (up to 60 s when probes keep failing),
    /// one at a time, and closes at the first that succeeds.
    public init(
        trip: Trip = .failures(5, within: .seconds(10)),
        openTime: Backoff = Backoff(first: .seconds(5), cap: .seconds(60), jitter: .half),
        probes: Int = 1,
        successesToClose: Int = 1,
        probeTimeout: Duration = .seconds(30)
    ) {
        self.trip = trip
        self.openTime = openTime
        self.probes = max(1, probes)
        self.successesToClose = max(1, successesToClose)
        self.probeTimeout = probeTimeout
    }
}
