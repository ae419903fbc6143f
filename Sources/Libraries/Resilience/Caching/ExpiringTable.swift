// SPDX-License-Identifier: Apache-2.0

/// Values with a time of expiry, in the order of their last use: a pure value.
///
/// Entries stand in one array, linked in the order of their use.
struct ExpiringTable<Key: Hashable, Value> {
    private struct Entry {
        var key: Key
        /// `nil` while the place is free.
        var value: Value?
        var cost: Int
        var expires: Duration
        var older: Int
        var newer: Int
    }

    let capacity: Int
    let maximumCost: Int
    private(set) var cost = 0
    private var slots: [Key: Int] = [:]
    private var entries: [Entry] = []
    private var free: [Int] = []
    private var newest = -1
    private var oldest = -1

    init(capacity: Int, maximumCost: Int) {
        self.capacity = capacity
        self.maximumCost = maximumCost
    }

    var count: Int { self.slots.count }

    mutating func value(for key: Key, at now: Duration) -> Value? {
        guard let slot = self.slots[key] else { return nil }
        guard self.entries[slot].expires > now else {
            self.remove(key)
            return nil
        }
        self.unlink(slot)
        self.link(slot)
        return self.entries[slot].value
    }

    mutating func insert(_ value: Value, for key: Key, cost: Int, expires: Duration, at now: Duration) {
        self.remove(key)
        guard self.capacity > 0, cost <= self.maximumCost, expires > now else { return }
        while !self.hasRoom(for: cost), self.oldest >= 0 { self.remove(self.entries[self.oldest].key) }
        let entry = Entry(key: key, value: value, cost: cost, expires: expires, older: -1, newer: -1)
        let slot: Int
        if let freed = self.free.popLast() {
            slot = freed
            self.entries[slot] = entry
        } else {
            slot = self.entries.count
            self.entries.append(entry)
        }
        self.slots[key] = slot
        self.cost += cost
        self.link(slot)
    }

    mutating func remove(_ key: Key) {
        guard let slot = self.slots.removeValue(forKey: key) else { return }
        self.unlink(slot)
        self.cost -= self.entries[slot].cost
        self.entries[slot].value = nil
        self.free.append(slot)
    }

    mutating func removeAll() {
        self = Self(capacity: self.capacity, maximumCost: self.maximumCost)
    }

    private func hasRoom(for cost: Int) -> Bool {
        self.count < self.capacity && cost <= self.maximumCost - self.cost
    }

    private mutating func link(_ slot: Int) {
        self.entries[slot].older = self.newest
        self.entries[slot].newer = -1
        if self.newest >= 0 { self.entries[self.newest].newer = slot } else { self.oldest = slot }
        self.newest = slot
    }

    private mutating func unlink(_ slot: Int) {
        let (older, newer) = (self.entries[slot].older, self.entries[slot].newer)
        if older >= 0 { self.entries[older].newer = newer } else { self.oldest = newer }
        if newer >= 0 { self.entries[newer].older = older } else { self.newest = older }
    }
}
