// SPDX-License-Identifier: Apache-2.0

package import Resilience
import Synchronization
package import TwilioREST

/// Notes what an observer hears; time limits are in force again after an attempt that ran into one.
package final class AttemptLog: TwilioRESTObserver {
    private let state = Mutex<(attempts: [RESTAttempt], transitions: [CircuitTransition])>(([], []))
    private let clock: ScriptClock

    package init(clock: ScriptClock) {
        self.clock = clock
    }

    package var attempts: [RESTAttempt] { self.state.withLock { $0.attempts } }
    package var transitions: [CircuitTransition] { self.state.withLock { $0.transitions } }

    package func attempted(_ attempt: RESTAttempt) {
        self.clock.restoreLimits()
        self.state.withLock { $0.attempts.append(attempt) }
    }

    package func breakerChanged(_ transition: CircuitTransition) {
        self.state.withLock { $0.transitions.append(transition) }
    }
}
