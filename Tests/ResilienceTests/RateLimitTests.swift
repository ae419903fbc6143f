// SPDX-License-Identifier: Apache-2.0

import Resilience
import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RateLimitTests {
    @Test func letsTheBurstPassAndThenOneAtATime() {
        let limit = RateLimit(60, per: .seconds(60), burst: 3)
        var arrival = RateLimit.Arrival()
        let now = Duration.seconds(100)
        #expect(limit.take(from: &arrival, at: now) == .allowed(remaining: 2, reset: .seconds(1)))
        #expect(limit.take(from: &arrival, at: now) == .allowed(remaining: 1, reset: .seconds(2)))
        #expect(limit.take(from: &arrival, at: now) == .allowed(remaining: 0, reset: .seconds(3)))
        #expect(limit.take(from: &arrival, at: now) == .limited(retryAfter: .seconds(1)))
        #expect(limit.take(from: &arrival, at: now + .milliseconds(999)) == .limited(retryAfter: .milliseconds(1)))
        #expect(limit.take(from: &arrival, at: now + .seconds(1)) == .allowed(remaining: 0, reset: .seconds(3)))
        #expect(limit.take(from: &arrival, at: now + .seconds(1_000)) == .allowed(remaining: 2, reset: .seconds(1)))
    }

    @Test func aLimitedRequestCostsNothing() {
        let limit = RateLimit(1, per: .seconds(10))
        var arrival = RateLimit.Arrival()
        _ = limit.take(from: &arrival, at: .zero)
        let before = arrival
        for _ in 0..<100 { #expect(!limit.take(from: &arrival, at: .seconds(1)).isAllowed) }
        #expect(arrival == before)
        #expect(limit.peek(arrival, at: .seconds(10)).isAllowed)
        #expect(arrival == before)
    }

    @Test func takesCostsIntoAccount() {
        let limit = RateLimit(10, per: .seconds(10))
        var arrival = RateLimit.Arrival()
        #expect(limit.take(cost: 7, from: &arrival, at: .zero) == .allowed(remaining: 3, reset: .seconds(7)))
        #expect(limit.take(cost: 4, from: &arrival, at: .zero) == .limited(retryAfter: .seconds(1)))
        #expect(limit.take(cost: 0, from: &arrival, at: .zero).isAllowed)
        #expect(limit.take(cost: 11, from: &arrival, at: .seconds(1_000)).retryAfter != nil)
        #expect(limit.take(cost: .max, from: &arrival, at: .zero).retryAfter != nil)
    }

    @Test(arguments: [
        RateLimit(0, per: .zero, burst: 0), RateLimit(.min, per: .seconds(-1), burst: .min),
        RateLimit(.max, per: .nanoseconds(1), burst: .max), RateLimit(1, per: .seconds(Int64.max), burst: .max),
        RateLimit(.max, per: .seconds(Int64.max)),
    ]) func survivesSettingsWithoutSense(_ limit: RateLimit) {
        var arrival = RateLimit.Arrival()
        for now in [Duration.zero, .seconds(1), .seconds(Int64.max), .seconds(Int64.min)] {
            _ = limit.take(from: &arrival, at: now)
        }
        _ = limit.take(cost: .max, from: &arrival, at: .zero)
        var first = RateLimit.Arrival()
        #expect(limit.take(from: &first, at: .zero).isAllowed)
    }

    /// A naive leaky bucket: each request fills it by one, and it leaks evenly.
    @Test(arguments: UInt64(1)...20) func agreesWithALeakyBucket(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let interval = Int64.random(in: 1...1_000, using: &generator)
        let burst = Int.random(in: 1...20, using: &generator)
        let limit = RateLimit(1, per: .milliseconds(interval), burst: burst)
        var arrival = RateLimit.Arrival()
        // In milliseconds of leaking.
        var level: Int64 = 0
        var now: Int64 = 0
        for _ in 0..<2_000 {
            let step = Int64.random(in: 0...interval * 2, using: &generator)
            now += step
            level = max(0, level - step)
            let cost = Int64.random(in: 1...3, using: &generator)
            let fits = level + cost * interval <= Int64(burst) * interval
            if fits { level += cost * interval }
            let answer = limit.take(cost: Int(cost), from: &arrival, at: .milliseconds(now))
            verify(answer.isAllowed == fits)
            if case .allowed(let remaining, let reset) = answer {
                verify(remaining == Int((Int64(burst) * interval - level) / interval))
                verify(reset == .milliseconds(level))
            }
            if let retryAfter = answer.retryAfter {
                verify(retryAfter == .milliseconds(level + cost * interval - Int64(burst) * interval))
            }
        }
    }

    /// The promise itself, over every window of a random schedule.
    @Test(arguments: UInt64(1)...20) func neverLetsMorePassInAnyWindow(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...50, using: &generator)
        let burst = Int.random(in: 1...10, using: &generator)
        let limit = RateLimit(count, per: .seconds(1), burst: burst)
        var arrival = RateLimit.Arrival()
        var passed: [Double] = []
        var now = 0.0
        for _ in 0..<300 {
            now += Double.random(in: 0...0.05, using: &generator)
            if limit.take(from: &arrival, at: .seconds(now)).isAllowed { passed.append(now) }
        }
        for first in passed.indices {
            for last in first..<passed.count {
                let window = passed[last] - passed[first]
                verify(Double(last - first + 1) <= Double(burst) + window * Double(count) + 1e-6)
            }
        }
    }

    @Test func theOneForEverybodyPacesInOrder() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimit(10, per: .seconds(1), burst: 2), clock: clock)
        try await limiter.wait(atMost: .zero)
        try await limiter.wait(atMost: .zero)
        let error = await #expect(throws: ResilienceError.self) { try await limiter.wait(atMost: .milliseconds(99)) }
        #expect(error?.code == .rateLimited)
        async let third: Void = limiter.wait(atMost: .seconds(1))
        await clock.waitForSleepers(1)
        #expect(limiter.take().retryAfter == .milliseconds(200))
        clock.advance(by: .milliseconds(100))
        try await third
    }

    @Test func twoHundredWhoComeAtOnceAreSpreadOverTheirTime() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimit(50, per: .seconds(1), burst: 1), clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 { group.addTask { try await limiter.wait(atMost: .seconds(10)) } }
            await clock.waitForSleepers(199)
            for second in 1...4 {
                clock.advance(by: .seconds(1))
                #expect(clock.sleeperCount == max(0, 199 - second * 50))
            }
            try await group.waitForAll()
        }
    }

    @Test func givesPlacesToThoseWhoWaitInTheirOwnWay() {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimit(10, per: .seconds(1), burst: 1), clock: clock)
        let waits = (0..<4).map { _ in limiter.reserve(atMost: .milliseconds(200)) }
        // What is refused takes no place.
        #expect(waits == [.zero, .milliseconds(100), .milliseconds(200), nil])
        #expect(limiter.reserve(atMost: .seconds(1)) == .milliseconds(300))
    }
}
