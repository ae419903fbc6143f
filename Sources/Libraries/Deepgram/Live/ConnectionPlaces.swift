// SPDX-License-Identifier: Apache-2.0

/// Who has one of the account's connections, and who waits for one, in order. A pure value.
struct ConnectionPlaces: Sendable {
    struct Waiter: Sendable {
        let id: Int
        /// Tells the waiter, on its event loop, that a place is his.
        let wake: @Sendable () -> Void
    }

    enum Entry: Sendable, Hashable {
        case taken
        case waiting(id: Int)
        case full
    }

    let capacity: Int
    let reservedForCalls: Int
    let maxWaiting: Int
    private(set) var taken = 0
    private(set) var waiting: [Waiter] = []
    private var nextID = 0

    init(capacity: Int, reservedForCalls: Int, maxWaiting: Int) {
        self.capacity = capacity
        self.reservedForCalls = reservedForCalls
        self.maxWaiting = maxWaiting
    }

    /// A call wants a place.
    mutating func enter(_ wake: @escaping @Sendable () -> Void) -> Entry {
        if self.waiting.isEmpty, self.taken < self.capacity {
            self.taken += 1
            return .taken
        }
        guard self.waiting.count < self.maxWaiting else { return .full }
        self.nextID += 1
        self.waiting.append(Waiter(id: self.nextID, wake: wake))
        return .waiting(id: self.nextID)
    }

    /// The pool wants a place: it gets none that a call might want, and does not wait.
    mutating func enterInTheBackground() -> Bool {
        guard self.waiting.isEmpty, self.taken < self.capacity - self.reservedForCalls else { return false }
        self.taken += 1
        return true
    }

    /// A waiter goes. `false` when he has been given a place in the meantime, and is about to hear of it.
    mutating func leaveQueue(_ id: Int) -> Bool {
        guard let index = self.waiting.firstIndex(where: { $0.id == id }) else { return false }
        self.waiting.remove(at: index)
        return true
    }

    /// A place is given back; it goes to the one who has waited longest, who is to be woken.
    mutating func leave() -> Waiter? {
        guard !self.waiting.isEmpty else {
            self.taken -= 1
            return nil
        }
        return self.waiting.removeFirst()
    }
}
