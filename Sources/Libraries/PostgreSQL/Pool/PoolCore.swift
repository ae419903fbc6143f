// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Dispatch
import Synchronization

/// Performs what ``PoolState`` decides, and keeps its time on a thread.
///
/// Everything is decided under one lock, and nothing foreign is called under it: those who wait, observers and jobs'
/// completions are called after it.
final class PoolCore: Sendable {
    typealias Answer = Result<PoolLease, PostgresError>

    private struct State {
        var pool: PoolState
        var generator = SystemRandomNumberGenerator()
        var nextWaiter = 0
        var waiters: [Int: @Sendable (Answer) -> Void] = [:]
        var connections: [Int: PostgresConnection] = [:]
        /// How to reach a connection, from the moment it is begun.
        var mailboxes: [Int: ConnectionMailbox] = [:]
        var lastConnectError: PostgresError?
        var finishWaiters: [@Sendable () -> Void] = []
        /// When the thread that keeps the time wakes by itself.
        var alarm: Duration?
        var isFinished = false
    }

    private let configuration: PostgresConfiguration
    private let settings: PostgresPoolSettings
    private let observe: @Sendable (PostgresPoolEvent) -> Void
    private let start = ContinuousClock.now
    private let state: Mutex<State>
    /// Wakes the thread that keeps the time.
    private let bell = DispatchSemaphore(value: 0)

    init(
        _ configuration: PostgresConfiguration,
        _ settings: PostgresPoolSettings,
        observe: @escaping @Sendable (PostgresPoolEvent) -> Void
    ) {
        self.configuration = configuration
        self.settings = settings
        self.observe = observe
        self.state = Mutex(State(pool: PoolState(settings)))
        ConnectionThread.start("postgresql-pool") { self.keepTime() }
    }

    var snapshot: PostgresPoolSnapshot { self.state.withLock { $0.pool.snapshot } }

    private var now: Duration { self.start.duration(to: .now) }

    // MARK: For the pool's users

    /// Wants a connection; `answer` is called exactly once. Returns the number by which to withdraw.
    func want(within limit: Duration, answer: @escaping @Sendable (Answer) -> Void) -> Int {
        let id = self.state.withLock { state in
            state.nextWaiter += 1
            state.waiters[state.nextWaiter] = answer
            return state.nextWaiter
        }
        self.handle(.wanted(by: id, until: self.now + limit))
        return id
    }

    /// Does not want a connection any more; if it has been lent meanwhile, that is not changed.
    func withdraw(_ id: Int) {
        let answer = self.state.withLock { $0.waiters.removeValue(forKey: id) }
        self.handle(.withdrawn(id))
        answer?(.failure(PostgresError(.cancelled, "Cancelled while waiting for a connection.")))
    }

    func release(_ lease: PoolLease) {
        self.handle(.released(lease.id, isReusable: lease.connection.mailbox.isAtRest))
    }

    /// Refuses from now on; `done` is called when the last connection is closed.
    func shutDown(within limit: Duration, done: @escaping @Sendable () -> Void) {
        let isFinished = self.state.withLock { state in
            if !state.isFinished { state.finishWaiters.append(done) }
            return state.isFinished
        }
        if isFinished { done() } else { self.handle(.shutdown(until: self.now + limit)) }
    }

    /// Looks at the time: what is due is done.
    func tick() { self.handle(.tick) }

    // MARK: Deciding

    /// What is done after the lock.
    private typealias Effect = @Sendable () -> Void

    private func handle(_ event: PoolEvent, noting error: PostgresError? = nil) {
        let (effects, isEarlier, _) = self.state.withLock { state in
            if let error { state.lastConnectError = error }
            let gone = self.forget(event, &state)
            let actions = state.pool.handle(event, at: self.now, using: &state.generator)
            let effects = actions.flatMap { self.perform($0, &state) }
            let next = state.pool.nextTick
            let isEarlier = state.isFinished || (next.map { next in state.alarm.map { next < $0 } ?? true } ?? false)
            if isEarlier { state.alarm = next }
            return (effects, isEarlier, gone)
        }
        for effect in effects { effect() }
        if isEarlier { self.bell.signal() }
    }

    /// What is closed is not lent by the same decision. Returns the connection, which is let go after the lock.
    private func forget(_ event: PoolEvent, _ state: inout State) -> PostgresConnection? {
        switch event {
        case .closed(let id):
            state.mailboxes[id] = nil
            return state.connections.removeValue(forKey: id)
        case .connectFailed(let id, _):
            state.mailboxes[id] = nil
            return nil
        default: return nil
        }
    }

    private func perform(_ action: PoolAction, _ state: inout State) -> [Effect] {
        switch action {
        case .connect(let id):
            // Only begins: what comes of it comes from the connection's thread.
            state.mailboxes[id] = self.connect(id)
        case .check(let id):
            guard let connection = state.connections[id] else { return [{ self.handle(.checked(id, isAlive: false)) }] }
            return [{ self.check(connection, id) }]
        case .close(let id, let isUrgent):
            let mailbox = state.mailboxes[id]
            return [{ mailbox?.close(isUrgent: isUrgent) {} }]
        case .lend(let id, let waiter):
            guard let connection = state.connections[id] else { preconditionFailure("lent what is not open") }
            // Withdrawn at this very moment: nobody is there to give it back.
            guard let answer = state.waiters.removeValue(forKey: waiter) else {
                return [{ self.handle(.released(id, isReusable: true)) }]
            }
            return [{ answer(.success(PoolLease(id: id, connection: connection))) }]
        case .refuse(let waiter, let refusal):
            let answer = state.waiters.removeValue(forKey: waiter)
            let error = Self.error(refusal, settings: self.settings, last: state.lastConnectError)
            return [{ answer?(.failure(error)) }]
        case .tell(let reachable, let retryAfter):
            return [{ self.observe(reachable ? .reachable : .unreachable(retryAfter: retryAfter)) }]
        case .finished:
            state.isFinished = true
            defer { state.finishWaiters = [] }
            return state.finishWaiters
        }
        return []
    }

    private static func error(
        _ refusal: PoolAction.Refusal,
        settings: PostgresPoolSettings,
        last: PostgresError?
    ) -> PostgresError {
        switch refusal {
        case .timedOut(isConnected: false):
            if let last { return last }
            return PostgresError(.timedOut, "No connection came about in time.")
        case .timedOut(isConnected: true):
            return PostgresError(.poolExhausted, "None of \(settings.size) connections became free in time.")
        case .tooManyWaiting:
            return PostgresError(.poolExhausted, "\(settings.maximumWaiting) wait for a connection already.")
        case .unreachable:
            return last ?? PostgresError(.connectionFailed, "The server cannot be reached.")
        case .shutDown:
            return PostgresError(.closed, "The pool is shut down.")
        }
    }

    // MARK: Effects

    private func connect(_ id: Int) -> ConnectionMailbox? {
        PostgresConnection.start(
            self.configuration,
            closed: { error in self.closed(id, error) },
            done: { result in
                switch result {
                case .success(let connection):
                    self.state.withLock { $0.connections[id] = connection }
                    self.observe(.connected)
                    self.handle(.connected(id))
                case .failure(let error):
                    self.observe(.connectFailed(error))
                    let isFinal = [.refused, .invalidConfiguration].contains(error.code)
                    self.handle(.connectFailed(id, isFinal: isFinal), noting: error)
                }
            }
        )
    }

    private func closed(_ id: Int, _ error: PostgresError) {
        let wasIdle = self.state.withLock { $0.pool.slots[id]?.idleSince != nil }
        if wasIdle { self.observe(.lost(error)) }
        self.handle(.closed(id))
    }

    private func check(_ connection: PostgresConnection, _ id: Int) {
        // An empty statement: a round trip that does nothing.
        guard let nothing = try? ParameterBlock([]) else { preconditionFailure("no parameters are not too many") }
        let deadline = ContinuousClock.now + self.settings.checkTimeout
        _ = connection.mailbox.submit(.query(";", nothing, results: .text), deadline: deadline) { result in
            if case .failure(let error) = result { self.observe(.lost(error)) }
            self.handle(.checked(id, isAlive: (try? result.get()) != nil))
        }
    }

    /// Until the shutdown is over.
    private func keepTime() {
        while true {
            let (isFinished, next) = self.state.withLock { state in
                state.alarm = state.pool.nextTick
                return (state.isFinished, state.alarm)
            }
            if isFinished { return }
            if self.wait(until: next) { self.handle(.tick) }
        }
    }

    /// Returns whether the time has come; otherwise something happened, and there may be another time.
    private func wait(until time: Duration?) -> Bool {
        guard let time else {
            self.bell.wait()
            return false
        }
        let left = max(.zero, time - self.now)
        let nanoseconds = Int(min(left, .seconds(3600)) / .nanoseconds(1)) + 1
        return self.bell.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .timedOut
    }
}
#endif
