// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets a bounded number of requests run at once, and a bounded number wait, first come, first served; for a bounded time
/// if one is given.
package final class RequestGate: Sendable {
    /// Why a request did not get its turn.
    package enum Refusal: Error {
        /// As many as may wait do.
        case queueFull
        /// Its turn did not come in time.
        case tookTooLong
    }

    private struct State {
        var free: Int
        var nextID: UInt64 = 0
        /// In the order of their numbers.
        var waiting: [(id: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
        /// Cancelled before they began to wait.
        var cancelled: Set<UInt64> = []
    }

    private enum Entry {
        case open
        case wait
        case full
        case cancelled
    }

    private let limit: Int
    private let queueLimit: Int
    private let longestWait: Duration?
    private let clock: any Clock<Duration>
    private let state: Mutex<State>

    /// A gate that nobody has passed. Without `longestWait` a request waits until it is its turn or it is cancelled.
    package init(
        limit: Int,
        queueLimit: Int,
        longestWait: Duration? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.limit = max(1, limit)
        self.queueLimit = max(0, queueLimit)
        self.longestWait = longestWait
        self.clock = clock
        self.state = Mutex(State(free: self.limit))
    }

    /// How many are inside.
    package var inside: Int { self.limit - self.state.withLock { $0.free } }
    /// How many wait.
    package var waitingCount: Int { self.state.withLock { $0.waiting.count } }

    /// Gets a place; whoever got one gives it back with ``leave()``. Throws ``Refusal``, or `CancellationError`.
    package func enter() async throws {
        guard let longestWait else { return try await self.queue() }
        if self.takeFree() { return }
        let clock = self.clock
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await self.queue()
                return true
            }
            group.addTask {
                try? await clock.sleep(for: longestWait)
                return false
            }
            guard try await group.next() == false else {
                group.cancelAll()
                return
            }
            group.cancelAll()
            // The place may have come in the same moment; then it is ours.
            if (try? await group.next()) == true { return }
            try Task.checkCancellation()
            throw Refusal.tookTooLong
        }
    }

    /// Gives the place to who has waited longest.
    package func leave() {
        let next = self.state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            // The place is handed on; it never becomes free between the two.
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }

    private func takeFree() -> Bool {
        self.state.withLock { state in
            guard state.free > 0 else { return false }
            state.free -= 1
            return true
        }
    }

    // Concurrent for the same reason as `Deadline.run`: it ends in a checked continuation.
    @concurrent
    private func queue() async throws {
        let id = self.state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        // A cancellation that came after the turn has left its note behind.
        defer { self.state.withLock { _ = $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { self.add($0, id) }
        } onCancel: {
            self.cancel(id)
        }
    }

    private func add(_ continuation: CheckedContinuation<Void, any Error>, _ id: UInt64) {
        let entry = self.state.withLock { state -> Entry in
            if state.cancelled.remove(id) != nil { return .cancelled }
            if state.free > 0 {
                state.free -= 1
                return .open
            }
            guard state.waiting.count < self.queueLimit else { return .full }
            state.waiting.append((id, continuation))
            return .wait
        }
        switch entry {
        case .open: continuation.resume()
        case .wait: break
        case .full: continuation.resume(throwing: Refusal.queueFull)
        case .cancelled: continuation.resume(throwing: CancellationError())
        }
    }

    private func cancel(_ id: UInt64) {
        let continuation = self.state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.waiting.firstIndex(where: { $0.id == id }) else {
                state.cancelled.insert(id)
                return nil
            }
            return state.waiting.remove(at: index).continuation
        }
        continuation?.resume(throwing: CancellationError())
    }
}
