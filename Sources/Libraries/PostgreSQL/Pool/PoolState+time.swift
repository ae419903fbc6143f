// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience

extension PoolState {
    // What is due: people whose time is up, connections that are old or idle, the end of a shutdown.

    mutating func expire(_ now: Duration, _ actions: inout [PoolAction]) {
        if let until = self.shutdownUntil { self.wind(down: now >= until, &actions) }
        if self.waiters.contains(where: { $0.until <= now }) {
            let isConnected = self.slots.values.contains { $0.isLent || $0.idleSince != nil || $0.phase == .checking }
            for waiter in self.waiters where waiter.until <= now {
                self.counters.timeouts += 1
                actions.append(.refuse(waiter.id, .timedOut(isConnected: isConnected)))
            }
            self.waiters.removeAll { $0.until <= now }
        }
        // In order of their numbers, so that the same events lead to the same actions.
        for (id, slot) in self.idleSlots where slot.end <= now {
            self.counters.closedOld += 1
            self.close(id, isUrgent: false, &actions)
        }
        var spare = self.slots.values.count { $0.phase != .closing } - self.settings.minimum
        for (id, slot) in self.idleSlots where spare > 0 && self.isIdleTooLong(slot, now) {
            spare -= 1
            self.counters.closedIdle += 1
            self.close(id, isUrgent: false, &actions)
        }
    }

    private func isIdleTooLong(_ slot: PoolSlot, _ now: Duration) -> Bool {
        slot.idleSince.map { now - $0 >= self.settings.idleLimit } ?? false
    }

    /// Those nobody uses, the one that was used longest ago first.
    var idleSlots: [(Int, PoolSlot)] {
        self.slots.filter { $0.value.idleSince != nil }
            .sorted { ($0.value.idleSince ?? .zero, $0.key) < ($1.value.idleSince ?? .zero, $1.key) }
            .map { ($0.key, $0.value) }
    }

    private mutating func wind(down isLate: Bool, _ actions: inout [PoolAction]) {
        for waiter in self.waiters { actions.append(.refuse(waiter.id, .shutDown)) }
        self.waiters = []
        for (id, slot) in self.slots.sorted(by: { $0.key < $1.key }) {
            switch slot.phase {
            case .closing: break
            case .lent(isGone: true): if isLate { self.slots[id] = nil }
            // Whoever has it is cut off; that it is given back later changes nothing any more.
            case .lent(isGone: false): if isLate { self.close(id, isUrgent: true, &actions) }
            case .connecting, .idle, .checking: self.close(id, isUrgent: true, &actions)
            }
        }
        if self.slots.isEmpty, !self.isFinished {
            self.isFinished = true
            actions.append(.finished)
        }
    }

    mutating func close(_ id: Int, isUrgent: Bool, _ actions: inout [PoolAction]) {
        if case .connecting(let permit)? = self.slots[id]?.phase { self.breaker.withdrawn(permit) }
        self.slots[id]?.phase = .closing
        actions.append(.close(id, isUrgent: isUrgent))
    }
}
#endif
