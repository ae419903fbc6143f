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
    private var handledAt = Duration.zero
    private var nextSlot = 0
    /// How often connecting failed since it last succeeded, and when it may be tried again.
    private var failures = 0
    private var connectsFrom = Duration.zero
    private var shutdownUntil: Duration?
    private var isFinished = false

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

    // MARK: Time

    private mutating func expire(_ now: Duration, _ actions: inout [PoolAction]) {
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
    private var idleSlots: [(Int, PoolSlot)] {
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

    private mutating func close(_ id: Int, isUrgent: Bool, _ actions: inout [PoolAction]) {
        if case .connecting(let permit)? = self.slots[id]?.phase { self.breaker.withdrawn(permit) }
        self.slots[id]?.phase = .closing
        actions.append(.close(id, isUrgent: isUrgent))
    }

    // MARK: Serving

    private mutating func serve(
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
    private var wantsConnection: Bool {
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

    private func breakerWait(_ now: Duration) -> Duration {
        max(.zero, .nanoseconds(self.breaker.probesFrom) - now)
    }

    // MARK: For whoever keeps the time and the metrics

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
