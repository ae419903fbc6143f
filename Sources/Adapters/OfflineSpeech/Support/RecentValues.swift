// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
/// A small cache that forgets what was used least recently. Meant for a handful of values: look-up is linear.
struct RecentValues<Key: Hashable, Value> {
    /// How much is kept: by default a count of values.
    let limit: Int
    private let cost: @Sendable (Value) -> Int
    /// Least recently used first.
    private var entries: [(key: Key, value: Value)] = []
    private(set) var total = 0

    init(limit: Int, cost: @escaping @Sendable (Value) -> Int = { _ in 1 }) {
        self.limit = limit
        self.cost = cost
    }

    var count: Int { self.entries.count }

    /// The value of a key, which thereby is used.
    subscript(key: Key) -> Value? {
        mutating get {
            guard let index = self.entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = self.entries.remove(at: index)
            self.entries.append(entry)
            return entry.value
        }
    }

    /// Keeps a value, and forgets others until the limit holds. A value beyond the limit is not kept at all.
    mutating func insert(_ value: Value, for key: Key) {
        if let index = self.entries.firstIndex(where: { $0.key == key }) {
            self.total -= self.cost(self.entries.remove(at: index).value)
        }
        let cost = self.cost(value)
        guard cost <= self.limit else { return }
        self.entries.append((key, value))
        self.total += cost
        while self.total > self.limit { self.total -= self.cost(self.entries.removeFirst().value) }
    }
}
#endif
