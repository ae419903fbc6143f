// SPDX-License-Identifier: Apache-2.0

import CallCore
import Deepgram
import Resilience
import Synchronization

/// Whether Deepgram can be reached, told from what happens to connections: those of calls, and those that are kept ready.
/// Nothing is asked for health's sake: every question would cost.
final class DeepgramReach: Sendable {
    /// The outcomes that tell.
    struct Outcomes: Sendable {
        var success: ContinuousClock.Instant?
        var failure: ContinuousClock.Instant?
        var code: DeepgramError.Code?
    }

    private let outcomes = Mutex(Outcomes())

    /// Takes an event in.
    func note(_ event: ListenEvent) {
        switch event {
        case .opened, .poolRefilled: self.outcomes.withLock { $0.success = .now }
        case .failed(let code), .poolRefillFailed(let code):
            self.outcomes.withLock {
                $0.failure = .now
                $0.code = code
            }
        case .dialled, .refused, .waited, .circuit, .poolHit, .poolMiss, .poolEvicted, .poolReturned: break
        }
    }

    /// What the outcomes and the circuit breaker say together.
    func finding(_ circuit: CircuitSnapshot, at now: ContinuousClock.Instant = .now) -> HealthFinding {
        Self.finding(circuit, self.outcomes.withLock(\.self), at: now)
    }

    static func finding(
        _ circuit: CircuitSnapshot,
        _ outcomes: Outcomes,
        at now: ContinuousClock.Instant
    ) -> HealthFinding {
        let breaker = circuit.state.rawValue
        if circuit.state == .open {
            let reason = circuit.reason.map { ": \($0)" } ?? ""
            return HealthFinding(.down, "Left alone for a while\(reason).", breaker: breaker)
        }
        if let failure = outcomes.failure, outcomes.success.map({ $0 < failure }) ?? true {
            let code = outcomes.code?.description ?? "unknown"
            return HealthFinding(.degraded, "The last connection did not come about: \(code).", breaker: breaker)
        }
        guard let success = outcomes.success else {
            return HealthFinding(.unknown, "No connection has been made yet.", breaker: breaker)
        }
        let seconds = (now - success).components.seconds
        let state: DependencyState = circuit.state == .halfOpen ? .degraded : .up
        return HealthFinding(state, "The last connection came about \(seconds) s ago.", breaker: breaker)
    }
}
