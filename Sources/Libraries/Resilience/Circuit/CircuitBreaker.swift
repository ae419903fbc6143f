// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps from asking a dependency that fails anyway, and finds out when it is back.
///
/// ```swift
/// let breaker = CircuitBreaker(name: "twilio_rest") { transition in
///     gauge.record(transition.to == .open ? 1 : 0)
/// }
/// let call = try await breaker.run(counts: { $0.isServerFault }) { try await client.fetch(sid) }
/// ```
/// One breaker is shared by all who use a dependency. ``open(_:for:)`` opens it at once when one failure says all:
/// an unpaid account, a revoked key.
public final class CircuitBreaker: Sendable {
    private struct State {
        var machine: CircuitBreakerMachine
        var lastError: (error: any Error, time: Int64)?
        var random: any RandomNumberGenerator & Sendable
    }

    /// What it stands before, for messages and metrics.
    public let name: String
    private let timepiece: Timepiece
    private let state: Mutex<State>
    private let onTransition: @Sendable (CircuitTransition) -> Void

    /// A closed breaker.
    ///
    /// `onTransition` hears of every change of state, in order, while the breaker is locked: it must be quick and must
    /// not call the breaker.
    public init(
        name: String,
        policy: CircuitBreakerPolicy = CircuitBreakerPolicy(),
        clock: any Clock<Duration> = ContinuousClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        onTransition: @escaping @Sendable (CircuitTransition) -> Void = { _ in }
    ) {
        self.name = name
        self.timepiece = Timepiece(clock)
        self.state = Mutex(
            State(machine: CircuitBreakerMachine(policy, now: self.timepiece.now.nanoseconds), random: random)
        )
        self.onTransition = onTransition
    }

    /// Does something if the circuit lets it pass, and learns from how it ends.
    ///
    /// Throws ``ResilienceError/Code/circuitOpen``, with the time after which asking again makes sense, when it does not
    /// pass. `counts` says whether a failure speaks against the dependency: a refused request (most 4xx) does not, and
    /// counts as a success then. Cancellation counts as nothing.
    public func run<Value>(
        counts: (any Error) -> Bool = { _ in true },
        _ operation: () async throws -> Value
    ) async throws -> Value {
        let permit = try self.admit()
        do {
            let value = try await operation()
            self.succeeded(permit)
            return value
        } catch {
            if error is CancellationError || Task.isCancelled {
                self.withdraw(permit)
            } else if counts(error) {
                self.failed(permit, error)
            } else {
                self.succeeded(permit)
            }
            throw error
        }
    }

    /// Asks for leave to try. Whoever gets it reports with ``succeeded(_:)``, ``failed(_:_:)`` or ``withdraw(_:)``.
    /// Throws ``ResilienceError/Code/circuitOpen`` otherwise.
    public func admit() throws(ResilienceError) -> CircuitPermit {
        let now = self.timepiece.now.nanoseconds
        let admission = self.state.withLock { state in
            let (admission, transitions) = state.machine.admit(at: now, using: &state.random)
            for transition in transitions { self.onTransition(transition) }
            return admission
        }
        switch admission {
        case .allowed(let permit):
            return permit
        case .refused(let retryAfter):
            throw ResilienceError(.circuitOpen, "\(self.name) is not asked for now.", retryAfter: retryAfter)
        }
    }

    /// The try succeeded.
    public func succeeded(_ permit: CircuitPermit) {
        let now = self.timepiece.now.nanoseconds
        self.state.withLock { state in
            self.report(state.machine.succeeded(permit, at: now))
        }
    }

    /// The try failed, and that speaks against the dependency.
    public func failed(_ permit: CircuitPermit, _ error: any Error) {
        let now = self.timepiece.now.nanoseconds
        self.state.withLock { state in
            state.lastError = (error, now)
            self.report(state.machine.failed(permit, at: now, using: &state.random))
        }
    }

    /// The try says nothing about the dependency.
    public func withdraw(_ permit: CircuitPermit) {
        self.state.withLock { $0.machine.withdrawn(permit) }
    }

    /// Opens the circuit at once, for this long or as long as the policy says. When it is open already, it stays so at
    /// least that long.
    public func open(_ reason: String, for time: Duration? = nil, error: (any Error)? = nil) {
        let now = self.timepiece.now.nanoseconds
        self.state.withLock { state in
            if let error { state.lastError = (error, now) }
            self.report(state.machine.open(reason, for: time, at: now, using: &state.random))
        }
    }

    /// Closes the circuit at once: somebody mended what was broken.
    public func close(_ reason: String) {
        let now = self.timepiece.now.nanoseconds
        self.state.withLock { self.report($0.machine.close(reason, at: now)) }
    }

    /// How it stands.
    public var snapshot: CircuitSnapshot {
        let now = self.timepiece.now.nanoseconds
        return self.state.withLock { state in
            let machine = state.machine
            return CircuitSnapshot(
                state: machine.state,
                age: .nanoseconds(now - machine.since),
                reason: machine.reason,
                lastError: state.lastError?.error,
                lastErrorAge: state.lastError.map { .nanoseconds(now - $0.time) },
                openings: machine.openings,
                retryAfter: machine.state == .open ? .nanoseconds(max(0, machine.probesFrom - now)) : nil
            )
        }
    }

    private func report(_ transition: CircuitTransition?) {
        if let transition { self.onTransition(transition) }
    }
}
