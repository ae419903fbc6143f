// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience

extension PoolState {
    /// When to send ``PoolEvent/tick`` next, which may be in the past already; `nil` when nothing changes by itself.
    var nextTick: Duration? {
        var times = self.waiters.map(\.until)
        let isSpare = self.slots.values.count { $0.phase != .closing } > self.settings.minimum
        for slot in self.slots.values {
            guard let since = slot.idleSince else { continue }
            times.append(slot.end)
            if isSpare { times.append(since + self.settings.idleLimit) }
        }
        if self.wantsConnection {
            if self.failures > 0 { times.append(self.connectsFrom) }
            if self.breaker.state == .open { times.append(.nanoseconds(self.breaker.probesFrom)) }
        }
        if let until = self.shutdownUntil, self.slots.values.contains(where: \.isLent) { times.append(until) }
        return times.filter { $0 > self.handledAt }.min()
    }

    /// How it stands.
    var snapshot: PostgresPoolSnapshot {
        var snapshot = self.counters
        snapshot.size = self.slots.count
        snapshot.idle = self.slots.values.count { $0.idleSince != nil }
        snapshot.busy = self.slots.values.count { $0.isLent }
        snapshot.connecting = self.slots.values.count { $0.isConnecting }
        snapshot.waiting = self.waiters.count
        snapshot.isUnreachable = self.breaker.state == .open
        return snapshot
    }
}
#endif
