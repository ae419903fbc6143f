// SPDX-License-Identifier: Apache-2.0

import Resilience
import SwitchboardTesting
import Testing

@Suite(.timeLimit(.minutes(2)))
struct KeyedRateLimiterTests {
    private let clock = ManualClock()

    @Test func eachKeyHasAnAccountOfItsOwn() {
        let limiter = KeyedRateLimiter<String>(RateLimit(2, per: .seconds(10)), clock: self.clock)
        #expect(limiter.take("a") == .allowed(remaining: 1, reset: .seconds(5)))
        #expect(limiter.take("a") == .allowed(remaining: 0, reset: .seconds(10)))
        #expect(limiter.take("a") == .limited(retryAfter: .seconds(5)))
        #expect(limiter.take("b").isAllowed)
        #expect(limiter.peek("a") == .limited(retryAfter: .seconds(5)))
        #expect(limiter.peek("b") == .allowed(remaining: 0, reset: .seconds(10)))
        #expect(limiter.count == 2)
        self.clock.advance(by: .seconds(5))
        #expect(limiter.take("a").isAllowed)
    }

    @Test(arguments: [(0, 0), (1, 1), (5, 3), (16, 100), (1, 64), (-3, -3)])
    func neverRemembersMoreThanItMay(_ capacity: Int, _ shards: Int) {
        let limiter = KeyedRateLimiter<Int>(
            RateLimit(1, per: .seconds(10)),
            capacity: capacity,
            shards: shards,
            clock: self.clock
        )
        for key in 0..<1_000 { _ = limiter.take(key) }
        #expect(limiter.count <= limiter.capacity)
        #expect(limiter.capacity < max(1, capacity) + max(1, shards))
    }

    @Test func aFloodOfOthersDoesNotResetWhoIsUsedUp() {
        let limiter = KeyedRateLimiter<Int>(
            RateLimit(10, per: .seconds(60)),
            capacity: 64,
            shards: 1,
            clock: self.clock
        )
        for _ in 0..<10 { _ = limiter.take(-1) }
        #expect(!limiter.take(-1).isAllowed)
        for key in 0..<10_000 { _ = limiter.take(key) }
        #expect(!limiter.take(-1).isAllowed)
    }

    @Test func whoWasReplacedComesBackNoBetterThanHeWas() {
        let limiter = KeyedRateLimiter<Int>(RateLimit(4, per: .seconds(60)), capacity: 8, shards: 1, clock: self.clock)
        _ = limiter.take(-1)
        _ = limiter.take(-1)
        for round in 0..<3 {
            for key in 0..<8 { _ = limiter.take(round * 100 + key) }
        }
        let answer = limiter.peek(-1)
        #expect(!answer.isAllowed || answer == .allowed(remaining: 0, reset: .seconds(60)))
    }

    @Test func accountsThatAreWholeAgainAreGivenAwayWithoutBeingInherited() {
        let limiter = KeyedRateLimiter<Int>(RateLimit(4, per: .seconds(60)), capacity: 8, shards: 1, clock: self.clock)
        for key in 0..<8 { for _ in 0..<4 { _ = limiter.take(key) } }
        self.clock.advance(by: .seconds(60))
        for key in 100..<108 { #expect(limiter.take(key) == .allowed(remaining: 3, reset: .seconds(15))) }
        #expect(limiter.count == 8)
    }

    /// Against a dictionary without bounds: whatever the bounded one allows, that one would have allowed.
    @Test(arguments: UInt64(1)...30) func neverAllowsMoreThanATableWithoutBounds(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = RateLimit(Int.random(in: 1...6, using: &generator), per: .seconds(10))
        let capacity = Int.random(in: 1...40, using: &generator)
        let keys = Int.random(in: 1...80, using: &generator)
        let limiter = KeyedRateLimiter<Int>(
            limit,
            capacity: capacity,
            shards: Int.random(in: 1...4, using: &generator),
            clock: self.clock
        )
        var model: [Int: RateLimit.Arrival] = [:]
        for _ in 0..<3_000 {
            if Int.random(in: 0..<4, using: &generator) == 0 {
                self.clock.advance(by: .milliseconds(Int.random(in: 0...3_000, using: &generator)))
            }
            let key = Int.random(in: 0..<keys, using: &generator)
            var arrival = model[key] ?? RateLimit.Arrival()
            let answer = limiter.take(key)
            let expected = limit.peek(arrival, at: self.clock.now.sinceStart)
            if answer.isAllowed {
                verify(expected.isAllowed)
                _ = limit.take(from: &arrival, at: self.clock.now.sinceStart)
                model[key] = arrival
            }
        }
    }

    @Test(arguments: UInt64(1)...20) func agreesWithTheModelWhileThereIsRoom(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = RateLimit(3, per: .seconds(10))
        let limiter = KeyedRateLimiter<Int>(limit, capacity: 1_000, shards: 2, clock: self.clock)
        var model: [Int: RateLimit.Arrival] = [:]
        for _ in 0..<3_000 {
            self.clock.advance(by: .milliseconds(Int.random(in: 0...200, using: &generator)))
            let key = Int.random(in: 0..<100, using: &generator)
            var arrival = model[key] ?? RateLimit.Arrival()
            verify(limiter.peek(key) == limit.peek(arrival, at: self.clock.now.sinceStart))
            verify(limiter.take(key) == limit.take(from: &arrival, at: self.clock.now.sinceStart))
            model[key] = arrival
        }
    }

    @Test func manyTasksTogetherGetNoMoreThanOne() async {
        let limiter = KeyedRateLimiter<Int>(RateLimit(100, per: .seconds(60)), clock: self.clock)
        let passed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).count { limiter.take($0 % 10).isAllowed } }
            }
            return await group.reduce(0, +)
        }
        #expect(passed == 1_000)
    }
}
