// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
public import Resilience

/// How many connections a pool keeps, for how long, and how long anybody waits for one.
public struct PostgresPoolSettings: Sendable {
    /// The most connections, those that are being opened and closed included.
    public var size: Int
    /// As many are kept open when nobody needs them.
    public var minimum: Int
    /// How long anybody waits for a connection; then ``PostgresError/Code/poolExhausted``.
    public var waitTimeout: Duration
    /// How many may wait; the next one is refused at once.
    public var maximumWaiting: Int
    /// A connection beyond the minimum that nobody needed for so long is closed.
    public var idleLimit: Duration
    /// A connection that old is closed when nobody uses it, so that what changed at the server's side (addresses,
    /// roles, memory of its process) is noticed.
    public var lifeLimit: Duration
    /// By what share of it, at random, each connection's ``lifeLimit`` is shorter: those that were opened together are
    /// not closed together.
    public var lifeJitter: Double
    /// A connection that was idle for longer is asked whether it lives before it is used.
    public var checkAfterIdle: Duration
    /// How long that may take.
    public var checkTimeout: Duration
    /// How long to wait after connecting failed.
    public var backoff: Backoff
    /// When no more is tried, and those who ask are refused at once, if there is no connection.
    public var breaker: CircuitBreakerPolicy

    /// Settings of a pool.
    public init(
        size: Int = 8,
        minimum: Int = 1,
        waitTimeout: Duration = .seconds(1),
        maximumWaiting: Int = 1024,
        idleLimit: Duration = .seconds(600),
        lifeLimit: Duration = .seconds(3600),
        lifeJitter: Double = 0.1,
        checkAfterIdle: Duration = .seconds(30),
        checkTimeout: Duration = .seconds(1),
        backoff: Backoff = Backoff(first: .milliseconds(100), cap: .seconds(5), jitter: .half),
        breaker: CircuitBreakerPolicy = CircuitBreakerPolicy(
            trip: .failures(3, within: .seconds(60)),
            openTime: Backoff(first: .seconds(1), cap: .seconds(5), jitter: .half),
            probeTimeout: .seconds(600)
        )
    ) {
        self.size = max(1, size)
        self.minimum = min(max(0, minimum), self.size)
        self.waitTimeout = waitTimeout
        self.maximumWaiting = max(0, maximumWaiting)
        self.idleLimit = idleLimit
        self.lifeLimit = lifeLimit
        self.lifeJitter = min(max(0, lifeJitter), 1)
        self.checkAfterIdle = checkAfterIdle
        self.checkTimeout = checkTimeout
        self.backoff = backoff
        self.breaker = breaker
    }
}
#endif
