// SPDX-License-Identifier: Apache-2.0

import Resilience
import SwitchboardTesting
import Testing

struct ExpiringCacheTests {
    private let clock = ManualClock()

    /// The same in the plainest way: a list, the most recently used first.
    private struct Model {
        struct Entry {
            var key: Int
            var value: Int
            var cost: Int
            var expires: Duration
        }

        let capacity: Int
        let maximumCost: Int
        var entries: [Entry] = []

        mutating func value(_ key: Int, _ now: Duration) -> Int? {
            guard let index = self.entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = self.entries.remove(at: index)
            guard entry.expires > now else { return nil }
            self.entries.insert(entry, at: 0)
            return entry.value
        }

        mutating func insert(_ entry: Entry, _ now: Duration) {
            self.entries.removeAll { $0.key == entry.key }
            guard self.capacity > 0, entry.cost <= self.maximumCost, entry.expires > now else { return }
            while self.entries.count >= self.capacity || self.cost + entry.cost > self.maximumCost {
                self.entries.removeLast()
            }
            self.entries.insert(entry, at: 0)
        }

        var cost: Int { self.entries.reduce(0) { $0 + $1.cost } }
    }

    @Test func givesAValueUntilItsTimeIsUp() {
        let cache = ExpiringCache<String, Int>(lifetime: .seconds(60), capacity: 10, clock: self.clock)
        cache.insert(1, for: "a")
        cache.insert(2, for: "b", lifetime: .seconds(90))
        self.clock.advance(by: .seconds(59))
        #expect(cache.value(for: "a") == 1)
        self.clock.advance(by: .seconds(1))
        #expect(cache.value(for: "a") == nil)
        #expect(cache.value(for: "b") == 2)
        #expect(cache.count == 1)
    }

    @Test func whoWasNotUsedForLongestGoesFirst() {
        let cache = ExpiringCache<Int, Int>(lifetime: .seconds(60), capacity: 3, clock: self.clock)
        for key in 1...3 { cache.insert(key, for: key) }
        #expect(cache.value(for: 1) == 1)
        cache.insert(4, for: 4)
        #expect(cache.value(for: 2) == nil)
        #expect(cache.value(for: 1) == 1)
        #expect(cache.remove(3) == 3)
        #expect(cache.remove(3) == nil)
        #expect(cache.count == 2)
    }

    @Test func staysWithinItsCost() {
        let cache = ExpiringCache<Int, Int>(lifetime: .seconds(60), capacity: 100, maximumCost: 10, clock: self.clock)
        cache.insert(1, for: 1, cost: 6)
        cache.insert(2, for: 2, cost: 4)
        cache.insert(3, for: 3, cost: 5)
        #expect(cache.value(for: 1) == nil)
        #expect(cache.cost == 9)
        cache.insert(4, for: 4, cost: 11)
        #expect(cache.value(for: 4) == nil)
        #expect(cache.cost == 9)
        cache.removeAll()
        #expect(cache.cost == 0)
        #expect(cache.count == 0)
    }

    @Test(arguments: UInt64(1)...20) func agreesWithANaiveModel(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let capacity = Int.random(in: 0...20, using: &generator)
        let maximumCost = Int.random(in: 0...60, using: &generator)
        let cache = ExpiringCache<Int, Int>(
            lifetime: .seconds(1),
            capacity: capacity,
            maximumCost: maximumCost,
            clock: self.clock
        )
        var model = Model(capacity: capacity, maximumCost: maximumCost)
        for step in 0..<2_000 {
            let key = Int.random(in: 0..<30, using: &generator)
            let now = self.clock.now.sinceStart
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4:
                verify(cache.value(for: key) == model.value(key, now))
            case 4..<8:
                let cost = Int.random(in: 0...8, using: &generator)
                let lifetime = Duration.seconds(Int.random(in: 0...20, using: &generator))
                cache.insert(step, for: key, cost: cost, lifetime: lifetime)
                model.insert(.init(key: key, value: step, cost: cost, expires: now + lifetime), now)
            case 8:
                verify(cache.remove(key) == model.value(key, now))
                model.entries.removeAll { $0.key == key }
            default:
                self.clock.advance(by: .milliseconds(Int.random(in: 0...3_000, using: &generator)))
            }
            verify(cache.count == model.entries.count)
            verify(cache.cost == model.cost)
        }
    }
}
