// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One ``RateLimit`` for everybody: paces what we do to others.
///
/// ```swift
/// let connects = RateLimiter(RateLimit(50, per: .seconds(1), burst: 10))
/// try await connects.wait(atMost: .seconds(30))   // in order of arrival
/// ```
public final class RateLimiter: Sendable {
    /// What is limited.
    public let limit: RateLimit
    private let clock: any Clock<Duration>
    private let timepiece: Timepiece
    private let arrival = Mutex(RateLimit.Arrival())

    /// A limiter of which nothing is used.
    public init(_ limit: RateLimit, clock: any Clock<Duration> = ContinuousClock()) {
        self.limit = limit
        self.clock = clock
        self.timepiece = Timepiece(clock)
    }

    /// Lets a request of this cost pass, or does not.
    public func take(cost: Int = 1) -> RateLimitAnswer {
        self.arrival.withLock { self.limit.take(cost: cost, from: &$0, at: self.timepiece.now) }
    }

    /// Waits until a request of this cost may pass. Places are given in order of arrival, and a place is kept even when
    /// its waiter is cancelled. When the wait would be longer than `longest`,
    /// ``ResilienceError/Code/rateLimited`` is thrown at once and no place is taken.
    public func wait(cost: Int = 1, atMost longest: Duration) async throws {
        let wait = self.reserve(cost: cost, atMost: longest)
        guard let wait else {
            throw ResilienceError(.rateLimited, "No place within \(longest).")
        }
        if wait > .zero { try await self.clock.sleep(for: wait) }
    }

    /// Takes the next place and says after how long it comes, for those who wait in a way of their own, such as on an event
    /// loop. `nil`, and no place, when that is longer than `longest`.
    public func reserve(cost: Int = 1, atMost longest: Duration) -> Duration? {
        self.arrival.withLock { arrival in
            let now = self.timepiece.now.nanoseconds
            let price = self.limit.interval.multipliedClamped(by: Int64(max(0, cost)))
            let next = max(arrival.nanoseconds, now).addingClamped(price)
            let wait = Duration.nanoseconds(
                max(0, next.subtractingClamped(now).subtractingClamped(self.limit.tolerance))
            )
            guard wait <= longest else { return nil }
            arrival.nanoseconds = next
            return wait
        }
    }
}
