// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import Synchronization

/// A clock that is moved by hand and knows for how long it is slept on, so that a test can wait for one certain sleep.
final class NotingClock: Clock, Sendable {
    typealias Instant = ManualClock.Instant

    private struct State {
        var noted: [Duration] = []
        var watchers: [(duration: Duration, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let base = ManualClock()
    private let state = Mutex(State())

    var now: Instant { self.base.now }
    var minimumResolution: Duration { self.base.minimumResolution }

    func advance(by duration: Duration) { self.base.advance(by: duration) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        // Who moves the clock now has not missed the sleep: its end is fixed.
        self.note(self.base.now.duration(to: deadline))
        try await self.base.sleep(until: deadline, tolerance: tolerance)
    }

    /// Waits until somebody has begun to sleep for so long; each sleep is waited for once.
    func waitForSleep(lasting duration: Duration) async {
        await withCheckedContinuation { continuation in
            let isThere = self.state.withLock { state in
                guard let index = state.noted.firstIndex(of: duration) else {
                    state.watchers.append((duration, continuation))
                    return false
                }
                state.noted.remove(at: index)
                return true
            }
            if isThere { continuation.resume() }
        }
    }

    private func note(_ duration: Duration) {
        let watcher = self.state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let index = state.watchers.firstIndex(where: { $0.duration == duration }) else {
                state.noted.append(duration)
                return nil
            }
            return state.watchers.remove(at: index).continuation
        }
        watcher?.resume()
    }
}
