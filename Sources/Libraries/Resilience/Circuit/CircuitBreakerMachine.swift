// SPDX-License-Identifier: Apache-2.0

/// The decisions of a circuit breaker: a pure value. Time and randomness come in, transitions go out.
package struct CircuitBreakerMachine: Sendable {
    package enum Admission: Sendable, Hashable {
        case allowed(CircuitPermit)
        case refused(retryAfter: Duration)
    }

    private struct Probe: Sendable {
        let number: Int
        let since: Int64
    }

    package let policy: CircuitBreakerPolicy
    package private(set) var state = CircuitState.closed
    package private(set) var since: Int64
    package private(set) var reason: String?
    package private(set) var openings = 0
    /// When open: from when on it is probed.
    package private(set) var probesFrom: Int64 = 0
    private var window: FailureWindow
    private var generation = 0
    private var probes: [Probe] = []
    private var nextProbe = 0
    private var probeSuccesses = 0
    /// How often it opened since it was last closed.
    private var openingsInARow = 0

    package init(_ policy: CircuitBreakerPolicy, now: Int64) {
        self.policy = policy
        self.since = now
        self.window = FailureWindow(policy.trip)
    }

    package mutating func admit(
        at now: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> (Admission, [CircuitTransition]) {
        var transitions: [CircuitTransition] = []
        if self.state == .open, now >= self.probesFrom {
            transitions.append(self.change(to: .halfOpen, "time to probe", at: now))
        }
        let timeout = self.policy.probeTimeout.nanoseconds
        if self.state == .halfOpen, self.probes.contains(where: { now.subtractingClamped($0.since) >= timeout }) {
            transitions.append(self.trip("a probe never ended", at: now, using: &generator))
        }
        return (self.admission(at: now), transitions)
    }

    private mutating func admission(at now: Int64) -> Admission {
        switch self.state {
        case .closed:
            return .allowed(CircuitPermit(generation: self.generation, probe: nil))
        case .open:
            return .refused(retryAfter: .nanoseconds(max(0, self.probesFrom - now)))
        case .halfOpen:
            guard self.probes.count < self.policy.probes else { return .refused(retryAfter: self.probeWait(at: now)) }
            self.nextProbe += 1
            self.probes.append(Probe(number: self.nextProbe, since: now))
            return .allowed(CircuitPermit(generation: self.generation, probe: self.nextProbe))
        }
    }

    /// Nobody knows when a probe ends, but the next second is a good time to ask again.
    private func probeWait(at now: Int64) -> Duration { min(.seconds(1), self.policy.probeTimeout) }

    package mutating func succeeded(_ permit: CircuitPermit, at now: Int64) -> CircuitTransition? {
        guard permit.generation == self.generation else { return nil }
        guard let probe = permit.probe else {
            self.window.succeeded(at: now)
            return nil
        }
        guard self.end(probe) else { return nil }
        self.probeSuccesses += 1
        guard self.probeSuccesses >= self.policy.successesToClose else { return nil }
        self.openingsInARow = 0
        self.window.clear()
        return self.change(to: .closed, "probes succeeded", at: now)
    }

    package mutating func failed(
        _ permit: CircuitPermit,
        at now: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> CircuitTransition? {
        guard permit.generation == self.generation else { return nil }
        guard let probe = permit.probe else {
            guard self.window.failed(at: now) else { return nil }
            return self.trip("too many failures", at: now, using: &generator)
        }
        guard self.end(probe) else { return nil }
        return self.trip("a probe failed", at: now, using: &generator)
    }

    /// The try says nothing about the dependency: it was cancelled, or the request was wrong.
    package mutating func withdrawn(_ permit: CircuitPermit) {
        guard permit.generation == self.generation, let probe = permit.probe else { return }
        _ = self.end(probe)
    }

    /// Opens at once, or stays open for at least this long.
    package mutating func open(
        _ reason: String,
        for time: Duration?,
        at now: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> CircuitTransition? {
        if self.state == .open {
            let until = now.addingClamped(max(0, (time ?? .zero).nanoseconds))
            self.probesFrom = max(self.probesFrom, until)
            self.reason = reason
            return nil
        }
        return self.trip(reason, for: time, at: now, using: &generator)
    }

    package mutating func close(_ reason: String, at now: Int64) -> CircuitTransition? {
        guard self.state != .closed else { return nil }
        self.openingsInARow = 0
        self.window.clear()
        return self.change(to: .closed, reason, at: now)
    }

    private mutating func end(_ probe: Int) -> Bool {
        guard let index = self.probes.firstIndex(where: { $0.number == probe }) else { return false }
        self.probes.remove(at: index)
        return true
    }

    private mutating func trip(
        _ reason: String,
        for time: Duration? = nil,
        at now: Int64,
        using generator: inout some RandomNumberGenerator
    ) -> CircuitTransition {
        self.openings += 1
        self.openingsInARow += 1
        let delay = time ?? self.policy.openTime.delay(afterFailure: self.openingsInARow, using: &generator)
        self.probesFrom = now.addingClamped(max(0, delay.nanoseconds))
        self.window.clear()
        return self.change(to: .open, reason, at: now)
    }

    private mutating func change(to state: CircuitState, _ reason: String, at now: Int64) -> CircuitTransition {
        let transition = CircuitTransition(from: self.state, to: state, reason: reason)
        self.state = state
        self.since = now
        self.reason = reason
        self.generation += 1
        self.probes = []
        self.probeSuccesses = 0
        return transition
    }
}
