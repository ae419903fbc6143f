// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets a bounded number of requests run at once and a bounded number wait, first come, first served.
final class RequestGate: Sendable {
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

    private let queueLimit: Int
    private let state: Mutex<State>

    init(limit: Int, queueLimit: Int) {
        self.queueLimit = max(0, queueLimit)
        self.state = Mutex(State(free: max(1, limit)))
    }

    /// How many wait.
    var waitingCount: Int { self.state.withLock { $0.waiting.count } }

    /// Does something when it is its turn. Fails with ``TwilioRESTError/Code/overloaded`` when too many wait already.
    func pass<Value>(_ work: () async throws -> Value) async throws -> Value {
        try await self.enter()
        defer { self.leave() }
        return try await work()
    }

    // Concurrent for the same reason as `Deadline.run`: it ends in a checked continuation.
    @concurrent
    private func enter() async throws {
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
        case .full:
            continuation.resume(throwing: TwilioRESTError(.overloaded, "Too many requests to Twilio wait already."))
        case .cancelled: continuation.resume(throwing: CancellationError())
        }
    }

    private func leave() {
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
