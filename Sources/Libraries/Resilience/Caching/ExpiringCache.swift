// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Remembers values for a while, the most recently used ones, within bounds.
///
/// ```swift
/// let cache = ExpiringCache<URL, Data>(lifetime: .seconds(300), capacity: 1_000, maximumCost: 64 << 20)
/// cache.insert(data, for: url, cost: data.count)
/// ```
/// A value is given at most for its lifetime, counted from its insertion. When there are too many values, or they cost
/// too much, those go that were not used for longest.
public final class ExpiringCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// How long a value lives unless said otherwise.
    public let lifetime: Duration
    private let timepiece: Timepiece
    private let table: Mutex<ExpiringTable<Key, Value>>

    /// An empty cache of at most `capacity` values that cost at most `maximumCost` together.
    public init(
        lifetime: Duration,
        capacity: Int,
        maximumCost: Int = .max,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.lifetime = lifetime
        self.timepiece = Timepiece(clock)
        self.table = Mutex(ExpiringTable(capacity: max(0, capacity), maximumCost: max(0, maximumCost)))
    }

    /// The value, if it is there and lives; counts as a use.
    public func value(for key: Key) -> Value? {
        let now = self.timepiece.now
        return self.table.withLock { $0.value(for: key, at: now) }
    }

    /// Keeps a value in place of any there was. A value that alone costs more than the cache may is not kept.
    public func insert(_ value: Value, for key: Key, cost: Int = 1, lifetime: Duration? = nil) {
        let now = self.timepiece.now
        let lifetime = lifetime ?? self.lifetime
        self.table.withLock { $0.insert(value, for: key, cost: max(0, cost), expires: now + lifetime, at: now) }
    }

    /// Forgets a value and gives it back, if it was there and lived.
    @discardableResult
    public func remove(_ key: Key) -> Value? {
        let now = self.timepiece.now
        return self.table.withLock { table in
            let value = table.value(for: key, at: now)
            table.remove(key)
            return value
        }
    }

    /// Forgets everything.
    public func removeAll() {
        self.table.withLock { $0.removeAll() }
    }

    /// How many values are held, those that have expired but were not noticed included.
    public var count: Int { self.table.withLock { $0.count } }

    /// What the held values cost together.
    public var cost: Int { self.table.withLock { $0.cost } }
}
