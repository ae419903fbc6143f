// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Synchronization

/// What a connection's users and its thread know of each other: jobs go in, the thread takes one at a time.
///
/// Completions are called outside the lock, each exactly once: a job is completed by whoever takes it out of the state.
final class ConnectionMailbox: Sendable {
    /// What the thread is to do next.
    enum Order: Sendable {
        case perform(ConnectionJob)
        /// Nothing before this moment, unless the socket or the pipe says so.
        case wait(until: ContinuousClock.Instant?)
        case close
    }

    /// What the thread is to do about the job it is at.
    enum Interruption: Sendable, Equatable {
        case none
        case cancelled
        case aborted
    }

    private enum Phase: Sendable {
        case open
        case closing
        case aborting
        case closed(PostgresError)
    }

    private struct State {
        var phase = Phase.open
        var queue: [ConnectionJob] = []
        var running: Int?
        var isRunningCancelled = false
        var isInTransaction = false
        var nextID = 0
        var closeWaiters: [@Sendable () -> Void] = []

        mutating func takeExpired(_ now: ContinuousClock.Instant) -> [ConnectionJob] {
            let expired = self.queue.filter { $0.deadline <= now }
            if !expired.isEmpty { self.queue.removeAll { $0.deadline <= now } }
            return expired
        }
    }

    let wake: WakePipe
    private let capacity: Int
    private let state = Mutex(State())

    init(wake: WakePipe, capacity: Int) {
        self.wake = wake
        self.capacity = capacity
    }

    // MARK: For users

    /// Whether jobs are taken.
    var isOpen: Bool {
        self.state.withLock { state in
            if case .open = state.phase { true } else { false }
        }
    }

    /// Whether it is open, does nothing, and has no transaction open: what it was used for is over.
    var isAtRest: Bool {
        self.state.withLock { state in
            guard case .open = state.phase else { return false }
            return state.running == nil && state.queue.isEmpty && !state.isInTransaction
        }
    }

    /// Hands in a job; returns its number for ``cancel(_:)``.
    func submit(
        _ work: ConnectionJob.Work,
        deadline: ContinuousClock.Instant,
        completion: @escaping ConnectionJob.Completion
    ) -> Int {
        let (id, refusal) = self.state.withLock { state -> (Int, PostgresError?) in
            state.nextID += 1
            switch state.phase {
            case .open where state.queue.count < self.capacity:
                let job = ConnectionJob(id: state.nextID, work: work, deadline: deadline, completion: completion)
                state.queue.append(job)
                return (state.nextID, nil)
            case .open:
                let message = "\(self.capacity) queries wait for this connection already."
                return (state.nextID, PostgresError(.poolExhausted, message))
            case .closing, .aborting:
                return (state.nextID, Self.closedByUs)
            case .closed(let error):
                return (state.nextID, error.with(outcome: .notExecuted))
            }
        }
        if let refusal { completion(.failure(refusal)) } else { self.wake.wake() }
        return id
    }

    /// Nobody waits for this job any more.
    func cancel(_ id: Int) {
        let waiting = self.state.withLock { state -> ConnectionJob? in
            if state.running == id { state.isRunningCancelled = true }
            guard let index = state.queue.firstIndex(where: { $0.id == id }) else { return nil }
            return state.queue.remove(at: index)
        }
        waiting?.completion(.failure(PostgresError(.cancelled, "Cancelled before it was sent.")))
        self.wake.wake()
    }

    /// Takes no more jobs; the one that runs is finished, or cut off when `isUrgent`. `done` is called when the
    /// connection is closed.
    func close(isUrgent: Bool, done: @escaping @Sendable () -> Void) {
        let (isClosed, refused) = self.state.withLock { state -> (Bool, [ConnectionJob]) in
            if case .closed = state.phase { return (true, []) }
            if case .aborting = state.phase {} else { state.phase = isUrgent ? .aborting : .closing }
            state.closeWaiters.append(done)
            defer { state.queue = [] }
            return (false, state.queue)
        }
        for job in refused { job.completion(.failure(Self.closedByUs)) }
        if isClosed { done() } else { self.wake.wake() }
    }

    static let closedByUs = PostgresError(.closed, "The connection is closed.")

    // MARK: For the thread

    /// What to do next. Fails jobs whose time was up before their turn.
    func next() -> Order {
        let now = ContinuousClock.now
        let (order, expired) = self.state.withLock { state -> (Order, [ConnectionJob]) in
            let expired = state.takeExpired(now)
            guard case .open = state.phase else { return (.close, expired) }
            guard !state.queue.isEmpty else { return (.wait(until: nil), expired) }
            let job = state.queue.removeFirst()
            (state.running, state.isRunningCancelled) = (job.id, false)
            return (.perform(job), expired)
        }
        self.fail(expired)
        return order
    }

    /// Whether the job that runs is to be cut off, and the moment at which to ask again because the time of one that
    /// waits is up.
    func interruption() -> (Interruption, nextDeadline: ContinuousClock.Instant?) {
        let now = ContinuousClock.now
        let (interruption, next, expired) = self.state.withLock { state in
            let expired = state.takeExpired(now)
            let next = state.queue.map(\.deadline).min()
            if case .aborting = state.phase { return (Interruption.aborted, next, expired) }
            return (state.isRunningCancelled ? .cancelled : .none, next, expired)
        }
        self.fail(expired)
        return (interruption, next)
    }

    /// The job is done, and has left a transaction open or not.
    func finish(_ job: ConnectionJob, _ result: Result<PostgresResult, PostgresError>, isInTransaction: Bool) {
        self.state.withLock { ($0.running, $0.isInTransaction) = (nil, isInTransaction) }
        job.completion(result)
    }

    /// Takes no more jobs, before it is told how the last one ended.
    func stop() {
        self.state.withLock { state in
            if case .open = state.phase { state.phase = .aborting }
        }
    }

    /// There is no connection any more, and why.
    func closed(_ error: PostgresError) {
        let (jobs, waiters) = self.state.withLock { state in
            state.phase = .closed(error)
            defer { (state.queue, state.closeWaiters, state.running) = ([], [], nil) }
            return (state.queue, state.closeWaiters)
        }
        for job in jobs { job.completion(.failure(error.with(outcome: .notExecuted))) }
        for waiter in waiters { waiter() }
    }

    private func fail(_ expired: [ConnectionJob]) {
        for job in expired {
            job.completion(.failure(PostgresError(.timedOut, "The time was up before the connection was free.")))
        }
    }
}
#endif
