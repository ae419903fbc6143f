// SPDX-License-Identifier: Apache-2.0

package import Resilience
package import SupabaseStore
import Synchronization

/// Notes what an observer hears.
package final class SupabaseLog: SupabaseObserver {
    private struct State {
        var attempts: [SupabaseAttempt] = []
        var waits: [Duration] = []
        var transitions: [CircuitTransition] = []
        var peak = 0
    }

    private let state = Mutex(State())

    package init() {}

    package var attempts: [SupabaseAttempt] { self.state.withLock { $0.attempts } }
    package var outcomes: [SupabaseOutcome?] { self.attempts.map(\.outcome) }
    package var waits: [Duration] { self.state.withLock { $0.waits } }
    package var transitions: [CircuitTransition] { self.state.withLock { $0.transitions } }
    package var peak: Int { self.state.withLock { $0.peak } }

    package func began(afterWaiting wait: Duration, inFlight: Int) {
        self.state.withLock { state in
            state.waits.append(wait)
            state.peak = max(state.peak, inFlight)
        }
    }

    package func ended(_ attempt: SupabaseAttempt, inFlight: Int) {
        self.state.withLock { $0.attempts.append(attempt) }
    }

    package func breakerChanged(_ transition: CircuitTransition) {
        self.state.withLock { $0.transitions.append(transition) }
    }
}
