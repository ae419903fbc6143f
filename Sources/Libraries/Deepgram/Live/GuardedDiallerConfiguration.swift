// SPDX-License-Identifier: Apache-2.0

public import Resilience

/// The bounds of a ``GuardedDialler``.
public struct GuardedDiallerConfiguration: Sendable, Hashable {
    /// How many connections may be dialled in a second, in the long run.
    public var connectsPerSecond: Int
    /// How many may be dialled at once. In any second, at most this and ``connectsPerSecond`` together are.
    public var connectBurst: Int
    /// How many connections may be open or dialled at once: the account's concurrency.
    public var maxConnections: Int
    /// How many of these only calls may take, never the pool.
    public var reservedForCalls: Int
    /// How many dials may wait for a place.
    public var maxWaiting: Int
    /// How long a dial may wait for a place, and for its turn.
    public var longestWait: Duration
    /// How long the circuit stays open when the credential, the account or the certificate is not accepted.
    public var refusalOpenTime: Duration
    /// How long the circuit stays open for 429 without `Retry-After`; longer when they follow one another.
    public var tooManyBackoff: Backoff
    /// The longest `Retry-After` that is honoured.
    public var longestRetryAfter: Duration
    /// What else opens the circuit, and for how long.
    public var circuit: CircuitBreakerPolicy

    /// 40 a second with 8 at once, 100 connections of which 10 are for calls only, 400 waiting up to 10 s; 60 s for a
    /// refused credential, 1 s and more for 429, 1 to 5 s after 5 other failures within 10 s.
    public init(
        connectsPerSecond: Int = 40,
        connectBurst: Int = 8,
        maxConnections: Int = 100,
        reservedForCalls: Int = 10,
        maxWaiting: Int = 400,
        longestWait: Duration = .seconds(10),
        refusalOpenTime: Duration = .seconds(60),
        tooManyBackoff: Backoff = Backoff(first: .seconds(2), cap: .seconds(30), jitter: .half),
        longestRetryAfter: Duration = .seconds(60),
        circuit: CircuitBreakerPolicy = CircuitBreakerPolicy(
            openTime: Backoff(first: .seconds(1), cap: .seconds(5), jitter: .half),
            probeTimeout: .seconds(15)
        )
    ) {
        self.connectsPerSecond = max(1, connectsPerSecond)
        self.connectBurst = max(1, connectBurst)
        self.maxConnections = max(1, maxConnections)
        self.reservedForCalls = max(0, reservedForCalls)
        self.maxWaiting = max(0, maxWaiting)
        self.longestWait = longestWait
        self.refusalOpenTime = refusalOpenTime
        self.tooManyBackoff = tooManyBackoff
        self.longestRetryAfter = longestRetryAfter
        self.circuit = circuit
    }
}
