// SPDX-License-Identifier: Apache-2.0

/// The accounts of a shard: theoretical arrival times by key, at most so many.
///
/// The account with the most left is the one with the earliest arrival time. It is found by a heap that is put in order
/// only when somebody is to be replaced: arrival times only grow, so a heap of old values has the right account at its
/// root as soon as the root's old value is its present one.
struct RateTable<Key: Hashable> {
    private struct Entry {
        var key: Key
        var arrival: Int64
    }

    private struct Rank {
        /// As it was when this place of the heap was last put in order; the entry's may be later.
        var arrival: Int64
        var slot: Int32
    }

    let capacity: Int
    private var slots: [Key: Int32] = [:]
    private var entries: [Entry] = []
    private var heap: [Rank] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { self.entries.count }

    func slot(of key: Key) -> Int32? { self.slots[key] }

    /// The account at a slot, or what a newcomer inherits.
    mutating func arrival(_ slot: Int32?) -> RateLimit.Arrival {
        if let slot { return .init(nanoseconds: self.entries[Int(slot)].arrival) }
        guard self.entries.count == self.capacity else { return .init() }
        self.settle()
        return .init(nanoseconds: self.heap[0].arrival)
    }

    mutating func set(_ arrival: RateLimit.Arrival, of key: Key, _ slot: Int32?) {
        if let slot {
            self.entries[Int(slot)].arrival = arrival.nanoseconds
        } else if self.entries.count < self.capacity {
            let slot = Int32(self.entries.count)
            self.slots[key] = slot
            self.entries.append(Entry(key: key, arrival: arrival.nanoseconds))
            self.heap.append(Rank(arrival: arrival.nanoseconds, slot: slot))
            self.siftUp(self.heap.count - 1)
        } else {
            self.settle()
            let slot = self.heap[0].slot
            self.slots[self.entries[Int(slot)].key] = nil
            self.slots[key] = slot
            self.entries[Int(slot)] = Entry(key: key, arrival: arrival.nanoseconds)
            // The rank is old now, and put in order when it matters.
        }
    }

    /// Brings the account with the earliest arrival time to the root.
    private mutating func settle() {
        while true {
            let root = self.heap[0]
            let arrival = self.entries[Int(root.slot)].arrival
            guard arrival > root.arrival else { return }
            self.heap[0].arrival = arrival
            self.siftDown()
        }
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        let rank = self.heap[child]
        while child > 0 {
            let parent = (child - 1) / 2
            guard rank.arrival < self.heap[parent].arrival else { break }
            self.heap[child] = self.heap[parent]
            child = parent
        }
        self.heap[child] = rank
    }

    private mutating func siftDown() {
        var parent = 0
        let rank = self.heap[parent]
        while true {
            var child = parent * 2 + 1
            guard child < self.heap.count else { break }
            if child + 1 < self.heap.count, self.heap[child + 1].arrival < self.heap[child].arrival { child += 1 }
            guard self.heap[child].arrival < rank.arrival else { break }
            self.heap[parent] = self.heap[child]
            parent = child
        }
        self.heap[parent] = rank
    }
}
