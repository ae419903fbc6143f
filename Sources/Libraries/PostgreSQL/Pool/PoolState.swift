// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience

/// The decisions of a pool: a pure value. Events, time and randomness come in, actions go out.
///
/// What it keeps to, whatever comes in which order:
/// - there are never more than ``PostgresPoolSettings/size`` connections, those being opened and closed included;
/// - a connection is lent to one at a time, and every connection is closed in the end;
/// - those who wait are served in the order in which they came, each before its time is up or never;
/// - whoever wants a connection is answered exactly once, unless it withdraws.
struct PoolState: Sendable {
    struct Waiter: Sendable {
        let id: Int
        let since: Duration
        let until: Duration
    }

    let settings: PostgresPoolSettings
    var slots: [Int: PoolSlot] = [:]
    var waiters: [Waiter] = []
    var counters = PostgresPoolSnapshot()
    var breaker: CircuitBreakerMachine
    /// When the last event came.
    var handledAt = Duration.zero
    var nextSlot = 0
    /// How often connecting failed since it last succeeded, and when it may be tried again.
    var failures = 0
    var connectsFrom = Duration.zero
    var shutdownUntil: Duration?
    var isFinished = false

    init(_ settings: PostgresPoolSettings) {
        self.settings = settings
        self.breaker = CircuitBreakerMachine(settings.breaker, now: 0)
    }

    /// Whether nothing is lent any more.
    var isShutDown: Bool { self.shutdownUntil != nil }

    /// Takes an event and says what to do about it.
    mutating func handle(
        _ event: PoolEvent,
        at now: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> [PoolAction] {
        var actions: [PoolAction] = []
        self.handledAt = now
        switch event {
        case .wanted(let id, let until): self.want(Waiter(id: id, since: now, until: until), &actions)
        case .withdrawn(let id): self.waiters.removeAll { $0.id == id }
        case .released(let id, let isReusable): self.release(id, isReusable, now, &actions)
        case .connected(let id): self.connected(id, now, &generator, &actions)
        case .connectFailed(let id, let isFinal): self.connectFailed(id, isFinal, now, &generator, &actions)
        case .checked(let id, let isAlive): self.checked(id, isAlive, now, &actions)
        case .closed(let id): self.closed(id)
        case .tick: break
        case .shutdown(let until): self.shutdownUntil = min(until, self.shutdownUntil ?? until)
        }
        self.expire(now, &actions)
        self.serve(now, &generator, &actions)
        return actions
    }

    // MARK: Events

    private mutating func want(_ waiter: Waiter, _ actions: inout [PoolAction]) {
        guard !self.isShutDown else { return actions.append(.refuse(waiter.id, .shutDown)) }
        // Those for whom there is a connection, or room for one, do not wait for others.
        let free = self.settings.size - self.slots.values.count { $0.isLent }
        guard self.waiters.count < self.settings.maximumWaiting + free else {
            self.counters.refusals += 1
            return actions.append(.refuse(waiter.id, .tooManyWaiting))
        }
        self.waiters.append(waiter)
    }

    private mutating func release(_ id: Int, _ isReusable: Bool, _ now: Duration, _ actions: inout [PoolAction]) {
        guard case .lent(let isGone)? = self.slots[id]?.phase else { return }
        if isGone {
            self.slots[id] = nil
            self.counters.closedBroken += 1
        } else if isReusable {
            self.slots[id]?.phase = .idle(since: now)
        } else {
            self.counters.closedBroken += 1
            self.close(id, isUrgent: true, &actions)
        }
    }

    private mutating func connected(
        _ id: Int,
        _ now: Duration,
        _ generator: inout some RandomNumberGenerator,
        _ actions: inout [PoolAction]
    ) {
        guard let phase = self.slots[id]?.phase else { return }
        self.counters.connects += 1
        // Told to close while it was opened: the answer to that is still to come.
        guard case .connecting(let permit) = phase else { return }
        let share = Double.random(in: 0...1, using: &generator) * self.settings.lifeJitter
        self.slots[id] = PoolSlot(phase: .idle(since: now), end: now + self.settings.lifeLimit * (1 - share))
        (self.failures, self.connectsFrom) = (0, now)
        var transition = self.breaker.succeeded(permit, at: now.nanoseconds)
        // Also when others failed while this one was under way: who is connected knows better.
        if self.breaker.state != .closed { transition = self.breaker.close("connected", at: now.nanoseconds) }
        if transition?.to == .closed { actions.append(.tell(reachable: true, retryAfter: .zero)) }
    }

    private mutating func connectFailed(
        _ id: Int,
        _ isFinal: Bool,
        _ now: Duration,
        _ generator: inout some RandomNumberGenerator,
        _ actions: inout [PoolAction]
    ) {
        guard let slot = self.slots.removeValue(forKey: id) else { return }
        guard case .connecting(let permit) = slot.phase else { return }
        self.counters.connectFailures += 1
        // Those that were under way together fail together, and count once.
        if now >= self.connectsFrom {
            self.failures += 1
            self.connectsFrom = now + self.settings.backoff.delay(afterFailure: self.failures, using: &generator)
        }
        var transition = self.breaker.failed(permit, at: now.nanoseconds, using: &generator)
        if isFinal, self.breaker.state == .closed {
            transition = self.breaker.open("refused", for: nil, at: now.nanoseconds, using: &generator)
        }
        if let transition, transition.to == .open {
            actions.append(.tell(reachable: false, retryAfter: self.breakerWait(now)))
        }
    }

    private mutating func checked(_ id: Int, _ isAlive: Bool, _ now: Duration, _ actions: inout [PoolAction]) {
        guard self.slots[id]?.phase == .checking else { return }
        if isAlive {
            self.slots[id]?.phase = .idle(since: now)
        } else {
            self.counters.failedChecks += 1
            self.close(id, isUrgent: true, &actions)
        }
    }

    private mutating func closed(_ id: Int) {
        switch self.slots[id]?.phase {
        case .lent: self.slots[id]?.phase = .lent(isGone: true)
        case .closing: self.slots[id] = nil
        case .idle, .checking:
            self.slots[id] = nil
            self.counters.closedBroken += 1
        case .connecting, nil: break
        }
    }
}
#endif
