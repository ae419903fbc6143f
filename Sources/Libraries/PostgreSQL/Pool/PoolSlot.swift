// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience

/// One connection as the pool sees it.
struct PoolSlot: Sendable {
    enum Phase: Sendable, Equatable {
        case connecting(CircuitPermit)
        case idle(since: Duration)
        case checking
        /// `isGone`: it broke in the hands of whoever has it.
        case lent(isGone: Bool)
        case closing
    }

    var phase: Phase
    /// When it is too old.
    var end: Duration = .zero

    var isConnecting: Bool { if case .connecting = self.phase { true } else { false } }
    var isLent: Bool { if case .lent = self.phase { true } else { false } }
    var idleSince: Duration? { if case .idle(let since) = self.phase { since } else { nil } }
}
#endif
