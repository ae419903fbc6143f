// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// Lets a bounded number of requests speak at once and a bounded number wait, first come, first served, whatever event
/// loop they live on.
final class SpeakingGate: Sendable {
    /// What becomes of a request at the gate.
    enum Entry: Equatable {
        /// Its turn has come; it ends with ``leave()``.
        case open
        /// It is called when its turn comes, unless it withdraws.
        case waiting(Int)
        /// Too many wait already.
        case full
    }

    private struct Waiter {
        let id: Int
        let eventLoop: any EventLoop
        let proceed: @Sendable () -> Void
    }

    private struct State {
        var running = 0
        var nextID = 1
        var waiters: [Waiter] = []
    }

    private let limit: Int
    private let queueLimit: Int
    private let state = Mutex(State())

    init(limit: Int, queueLimit: Int) {
        self.limit = max(1, limit)
        self.queueLimit = max(0, queueLimit)
    }

    var counts: (running: Int, waiting: Int) { self.state.withLock { ($0.running, $0.waiters.count) } }

    /// Asks for a turn; `proceed` is called on `eventLoop` if it has to be waited for.
    func enter(on eventLoop: any EventLoop, proceed: @escaping @Sendable () -> Void) -> Entry {
        self.state.withLock { state in
            guard state.running >= self.limit else {
                state.running += 1
                return .open
            }
            guard state.waiters.count < self.queueLimit else { return .full }
            defer { state.nextID += 1 }
            state.waiters.append(Waiter(id: state.nextID, eventLoop: eventLoop, proceed: proceed))
            return .waiting(state.nextID)
        }
    }

    /// Gives a turn back; whoever waits longest has it next.
    func leave() {
        let next = self.state.withLock { state -> Waiter? in
            guard !state.waiters.isEmpty else {
                state.running -= 1
                return nil
            }
            // The place is handed on and never becomes free between the two.
            return state.waiters.removeFirst()
        }
        if let next { next.eventLoop.execute(next.proceed) }
    }

    /// Waits no longer. `false` when the turn has come already and the call of `proceed` is on its way.
    func withdraw(_ id: Int) -> Bool {
        self.state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return false }
            state.waiters.remove(at: index)
            return true
        }
    }
}
