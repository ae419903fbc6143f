// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Synchronization

/// Brings together a job's number and its cancellation, in whichever order they come.
final class JobTicket: Sendable {
    private struct State {
        var id: Int?
        var isWithdrawn = false
    }

    private let state = Mutex(State())

    /// The job has this number. Returns whether it was cancelled before.
    func issue(_ id: Int) -> Bool {
        self.state.withLock { state in
            state.id = id
            return state.isWithdrawn
        }
    }

    /// The job is cancelled. Returns its number, if it has one.
    func withdraw() -> Int? {
        self.state.withLock { state in
            state.isWithdrawn = true
            return state.id
        }
    }
}
#endif
