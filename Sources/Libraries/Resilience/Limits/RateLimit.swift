// SPDX-License-Identifier: Apache-2.0

/// So many requests in so long, evenly spread, with a burst: the generic cell rate algorithm (ITU-T I.371).
///
/// ```swift
/// let limit = RateLimit(60, per: .seconds(60), burst: 20)
/// var arrival = RateLimit.Arrival()
/// limit.take(from: &arrival, at: elapsed)   // .allowed(remaining: 19, reset: 1 s)
/// ```
/// All that has to be known about a requester is one number, the *theoretical arrival time*: when the next request would
/// come if all came evenly. A request that is ahead of it by more than the burst allows is limited, and leaves no trace.
/// In any window of length `t` at most `burst + t × count / period` requests pass.
public struct RateLimit: Sendable, Hashable {
    /// The theoretical arrival time of one requester, in nanoseconds of the caller's monotonic clock. Anything not later
    /// than the present is as good as a requester who never came.
    public struct Arrival: Sendable, Hashable {
        /// Nanoseconds.
        public var nanoseconds: Int64

        /// A requester who never came.
        public init(nanoseconds: Int64 = .min) {
            self.nanoseconds = nanoseconds
        }
    }

    /// How many requests pass in ``period`` in the long run; at least 1.
    public let count: Int
    /// The time that ``count`` is about.
    public let period: Duration
    /// How many requests may come at once; at least 1.
    public let burst: Int
    /// The nanoseconds between two requests that come evenly; rounded up, so that the limit is never exceeded.
    let interval: Int64
    /// How far the theoretical arrival time may be ahead.
    let tolerance: Int64

    /// A limit; without a burst all of `count` may come at once. Counts, bursts and periods below one (a nanosecond)
    /// are taken as one.
    public init(_ count: Int, per period: Duration, burst: Int? = nil) {
        self.count = max(1, count)
        self.period = max(period, .nanoseconds(1))
        self.burst = max(1, burst ?? count)
        let nanoseconds = self.period.nanoseconds
        let (quotient, rest) = nanoseconds.quotientAndRemainder(dividingBy: Int64(self.count))
        self.interval = max(1, quotient + (rest > 0 ? 1 : 0))
        self.tolerance = self.interval.multipliedClamped(by: Int64(self.burst))
    }

    /// Lets a request of this cost pass, or does not; `now` is the time of any monotonic clock, always the same one.
    ///
    /// A request that costs more than the burst never passes.
    public func take(cost: Int = 1, from arrival: inout Arrival, at now: Duration) -> RateLimitAnswer {
        self.take(cost: cost, from: &arrival, atNanoseconds: now.nanoseconds)
    }

    /// What ``take(cost:from:at:)`` would say, without taking anything.
    public func peek(cost: Int = 1, _ arrival: Arrival, at now: Duration) -> RateLimitAnswer {
        var copy = arrival
        return self.take(cost: cost, from: &copy, atNanoseconds: now.nanoseconds)
    }

    func take(cost: Int, from arrival: inout Arrival, atNanoseconds now: Int64) -> RateLimitAnswer {
        let price = self.interval.multipliedClamped(by: Int64(max(0, cost)))
        let next = max(arrival.nanoseconds, now).addingClamped(price)
        let ahead = next.subtractingClamped(now)
        guard ahead <= self.tolerance else { return .limited(retryAfter: .nanoseconds(ahead - self.tolerance)) }
        arrival.nanoseconds = next
        let remaining = Int((self.tolerance - ahead) / self.interval)
        return .allowed(remaining: remaining, reset: .nanoseconds(ahead))
    }
}
