// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// One ``RateLimit`` for each of many requesters, in bounded memory.
///
/// ```swift
/// let limiter = KeyedRateLimiter<ClientAddress>(RateLimit(60, per: .seconds(60)), capacity: 16_384)
/// guard limiter.take(address).isAllowed else { … }
/// ```
/// **No requester ever gets more than the limit, however many there are.** When the table is full, a newcomer takes the
/// place of the requester with the most left, and inherits what that one has used (as in the Space-Saving algorithm of
/// Metwally et al.). So nobody's account is reset by a flood of other addresses: who comes back starts where the least
/// used account of the table stands, which is never below his own. Accounts that are whole again are given away first,
/// and then nobody inherits anything.
///
/// The attack that remains: who has more addresses than ``capacity``, and spends the burst of all of them within the time
/// a burst takes to come back, makes newcomers wait although they did nothing. Requesters whose account is in the table
/// are not touched by that. Sizing: an entry with a key of 16 bytes costs 84 (measured), so room for every address an attacker may have is
/// cheap; limit IPv6 clients by network, not by address.
///
/// Keys are spread over shards by the process's seeded hash, so that nobody can choose a shard; each has a lock of its
/// own, held for well under a microsecond.
public final class KeyedRateLimiter<Key: Hashable & Sendable>: Sendable {
    private final class Shard: Sendable {
        let table: Mutex<RateTable<Key>>

        init(capacity: Int) {
            self.table = Mutex(RateTable(capacity: capacity))
        }
    }

    /// What is limited, for each key.
    public let limit: RateLimit
    /// How many keys are remembered.
    public let capacity: Int
    private let shards: [Shard]
    private let timepiece: Timepiece

    /// A limiter that knows nobody. `capacity` is rounded up to a multiple of the shards, of which there is at least one
    /// and not more than `capacity`.
    public init(
        _ limit: RateLimit,
        capacity: Int = 16_384,
        shards: Int = 16,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        let capacity = min(max(1, capacity), 1 << 30)
        let count = min(max(1, shards), capacity)
        let share = (capacity + count - 1) / count
        self.limit = limit
        self.capacity = share * count
        self.shards = (0..<count).map { _ in Shard(capacity: share) }
        self.timepiece = Timepiece(clock)
    }

    /// Lets a request of this key and cost pass, or does not. A limited request costs nothing.
    public func take(_ key: Key, cost: Int = 1) -> RateLimitAnswer {
        let now = self.timepiece.now.nanoseconds
        return self.shard(of: key).table.withLock { table in
            let slot = table.slot(of: key)
            var arrival = table.arrival(slot)
            let answer = self.limit.take(cost: cost, from: &arrival, atNanoseconds: now)
            if answer.isAllowed { table.set(arrival, of: key, slot) }
            return answer
        }
    }

    /// What ``take(_:cost:)`` would say, without taking anything.
    public func peek(_ key: Key, cost: Int = 1) -> RateLimitAnswer {
        let now = self.timepiece.now.nanoseconds
        return self.shard(of: key).table.withLock { table in
            var arrival = table.arrival(table.slot(of: key))
            return self.limit.take(cost: cost, from: &arrival, atNanoseconds: now)
        }
    }

    /// How many keys are remembered now; never over ``capacity``.
    public var count: Int { self.shards.reduce(0) { $0 + $1.table.withLock { $0.count } } }

    private func shard(of key: Key) -> Shard {
        // The upper bits, because dictionaries use the lower ones.
        self.shards[Int(UInt(bitPattern: key.hashValue) >> 32) % self.shards.count]
    }
}
