// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience

extension PoolState {
    // What is lent, opened and refused after each event.

    mutating func serve(
        _ now: Duration,
        _ generator: inout some RandomNumberGenerator,
        _ actions: inout [PoolAction]
    ) {
        guard !self.isShutDown else { return }
        self.lend(now, &actions)
        while self.wantsConnection, self.mayConnect(now, &generator, &actions) {}
        self.refuseWhenUnreachable(now, &actions)
    }

    /// Lends what is idle, what was used last first: the others grow old and are closed. What was idle for long is
    /// asked first whether it lives, while the one who waits stays at the head of the queue.
    private mutating func lend(_ now: Duration, _ actions: inout [PoolAction]) {
        var checking = self.slots.values.count { $0.phase == .checking }
        for (id, slot) in self.idleSlots.reversed() {
            guard self.waiters.count > checking else { return }
            if now - (slot.idleSince ?? now) > self.settings.checkAfterIdle {
                self.slots[id]?.phase = .checking
                checking += 1
                actions.append(.check(id))
            } else {
                let waiter = self.waiters.removeFirst()
                self.slots[id]?.phase = .lent(isGone: false)
                self.count(wait: now - waiter.since)
                actions.append(.lend(id, to: waiter.id))
            }
        }
    }

    private mutating func count(wait: Duration) {
        self.counters.lent += 1
        guard wait > .zero else { return }
        self.counters.waits += 1
        self.counters.waited += wait
        self.counters.longestWait = max(self.counters.longestWait, wait)
    }

    /// Whether there is use for one more connection, and room.
    var wantsConnection: Bool {
        let open = self.slots.values.count { $0.phase != .closing }
        let coming = self.slots.values.count { $0.isConnecting || $0.phase == .checking }
        return !self.isShutDown && self.slots.count < self.settings.size
            && (self.waiters.count > coming || open < self.settings.minimum)
    }

    /// Opens one more, if connecting may be tried now: after a failure one at a time, and not before its time.
    private mutating func mayConnect(
        _ now: Duration,
        _ generator: inout some RandomNumberGenerator,
        _ actions: inout [PoolAction]
    ) -> Bool {
        guard self.failures == 0 || (now >= self.connectsFrom && !self.slots.values.contains(where: \.isConnecting))
        else { return false }
        guard case .allowed(let permit) = self.breaker.admit(at: now.nanoseconds, using: &generator).0 else {
            return false
        }
        self.nextSlot += 1
        self.slots[self.nextSlot] = PoolSlot(phase: .connecting(permit))
        actions.append(.connect(self.nextSlot))
        return true
    }

    /// Nobody waits for what is not tried.
    private mutating func refuseWhenUnreachable(_ now: Duration, _ actions: inout [PoolAction]) {
        guard self.breaker.state == .open, !self.slots.values.contains(where: { $0.phase != .closing }) else { return }
        for waiter in self.waiters {
            self.counters.refusals += 1
            actions.append(.refuse(waiter.id, .unreachable(retryAfter: self.breakerWait(now))))
        }
        self.waiters = []
    }

    func breakerWait(_ now: Duration) -> Duration {
        max(.zero, .nanoseconds(self.breaker.probesFrom) - now)
    }
}
#endif
