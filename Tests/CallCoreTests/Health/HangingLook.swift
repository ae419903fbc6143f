// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import CallCore

/// A look that takes as long as the test wants, and does not care whether it is cancelled.
final class HangingLook: Sendable {
    private struct State {
        var begun = 0
        var now = 0
        var most = 0
        var waiting: [CheckedContinuation<HealthFinding, Never>] = []
    }

    private let state = Mutex(State())

    /// How many looks began.
    var begun: Int { self.state.withLock(\.begun) }
    /// How many there were at once, at most.
    var most: Int { self.state.withLock(\.most) }

    func look() async -> HealthFinding {
        let finding = await withCheckedContinuation { continuation in
            self.state.withLock { state in
                state.begun += 1
                state.now += 1
                state.most = max(state.most, state.now)
                state.waiting.append(continuation)
            }
        }
        self.state.withLock { $0.now -= 1 }
        return finding
    }

    /// Ends the looks that wait.
    func answer(_ finding: HealthFinding) {
        let waiting = self.state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: finding) }
    }
}
