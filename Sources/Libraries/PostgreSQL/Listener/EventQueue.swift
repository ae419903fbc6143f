// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Synchronization

/// Brings a listener's events to who waits for them.
final class EventQueue: Sendable {
    private struct Waiter {
        let id: Int
        let continuation: CheckedContinuation<PostgresListenerEvent?, Never>
    }

    private struct State {
        var buffer: EventBuffer
        var waiters: [Waiter] = []
        var nextID = 0
        var cancelled: Set<Int> = []
        var isFinished = false
    }

    private let state: Mutex<State>

    init(capacity: Int) { self.state = Mutex(State(buffer: EventBuffer(capacity: capacity))) }

    var dropped: Int { self.state.withLock { $0.buffer.dropped } }

    func push(_ event: PostgresListenerEvent) {
        let waiter = self.state.withLock { state -> Waiter? in
            guard !state.isFinished else { return nil }
            guard !state.waiters.isEmpty else {
                state.buffer.push(event)
                return nil
            }
            return state.waiters.removeFirst()
        }
        waiter?.continuation.resume(returning: event)
    }

    /// No more events come; what is in the buffer is still to be had.
    func finish() {
        let waiters = self.state.withLock { state in
            state.isFinished = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
    }

    /// The next event; `nil` when no more come, or the task is cancelled.
    @concurrent
    func next() async -> PostgresListenerEvent? {
        let id = self.state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        // A cancellation that came after the event has left its note behind.
        defer { self.state.withLock { _ = $0.cancelled.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in self.wait(Waiter(id: id, continuation: continuation)) }
        } onCancel: {
            self.cancel(id)
        }
    }

    private func wait(_ waiter: Waiter) {
        let (isAnswered, event) = self.state.withLock { state -> (Bool, PostgresListenerEvent?) in
            if state.cancelled.contains(waiter.id) { return (true, nil) }
            if let event = state.buffer.pop() { return (true, event) }
            if state.isFinished { return (true, nil) }
            state.waiters.append(waiter)
            return (false, nil)
        }
        if isAnswered { waiter.continuation.resume(returning: event) }
    }

    private func cancel(_ id: Int) {
        let waiter = self.state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                // Cancelled before it began to wait; remembered for the moment it does.
                state.cancelled.insert(id)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: nil)
    }
}
#endif
