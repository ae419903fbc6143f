// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
public import Resilience

/// How a listener keeps its connection, and how much it keeps for a slow consumer.
public struct PostgresListenerSettings: Sendable {
    /// How many events are kept for a consumer; at least 2.
    public var buffer: Int
    /// How long to wait after the connection broke or could not be made.
    public var backoff: Backoff
    /// How often the server is asked whether it lives. A connection on which nothing is said looks the same dead.
    public var checkEvery: Duration
    /// How long that may take.
    public var checkTimeout: Duration

    /// Settings of a listener.
    public init(
        buffer: Int = 256,
        backoff: Backoff = Backoff(first: .milliseconds(200), cap: .seconds(10), jitter: .half),
        checkEvery: Duration = .seconds(30),
        checkTimeout: Duration = .seconds(5)
    ) {
        self.buffer = max(2, buffer)
        self.backoff = backoff
        self.checkEvery = checkEvery
        self.checkTimeout = checkTimeout
    }
}
#endif
