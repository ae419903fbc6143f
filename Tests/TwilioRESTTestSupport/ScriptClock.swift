// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A clock for clients under test: short sleeps (waits between attempts) pass at once and are noted, long ones (time
/// limits) pass only when the test says that time is over.
package final class ScriptClock: Clock, Sendable {
    package struct Instant: InstantProtocol {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Self { Self(offset: self.offset + duration) }
        package func duration(to other: Self) -> Duration { other.offset - self.offset }
        package static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var waits: [Duration] = []
        var isExpiring = false
        var nextID = 0
        var sleepers: [Int: CheckedContinuation<Void, any Error>] = [:]
        var cancelled: Set<Int> = []
    }

    /// What is at least this long is a time limit.
    package static let long: Duration = .seconds(1_000)

    private let state = Mutex(State())

    package init() {}

    package var now: Instant { self.state.withLock { $0.now } }
    package var minimumResolution: Duration { .nanoseconds(1) }
    /// The short sleeps so far.
    package var waits: [Duration] { self.state.withLock { $0.waits } }

    /// Ends the long sleeps there are, and from now on each as soon as it begins.
    package func expireLimits() {
        let sleepers = self.state.withLock { state in
            state.isExpiring = true
            defer { state.sleepers = [:] }
            return state.sleepers.values.map { $0 }
        }
        for sleeper in sleepers { sleeper.resume() }
    }

    /// Lets long sleeps be long again.
    package func restoreLimits() {
        self.state.withLock { $0.isExpiring = false }
    }

    package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try Task.checkCancellation()
        let id = self.state.withLock { state -> Int? in
            let wait = state.now.duration(to: deadline)
            guard wait < Self.long else {
                state.nextID += 1
                return state.nextID
            }
            state.waits.append(wait)
            state.now = max(state.now, deadline)
            return nil
        }
        guard let id else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let end = self.state.withLock { state -> Result<Void, any Error>? in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if state.isExpiring { return .success(()) }
                    state.sleepers[id] = continuation
                    return nil
                }
                if let end { continuation.resume(with: end) }
            }
        } onCancel: {
            let sleeper = self.state.withLock { state -> CheckedContinuation<Void, any Error>? in
                if let sleeper = state.sleepers.removeValue(forKey: id) { return sleeper }
                state.cancelled.insert(id)
                return nil
            }
            sleeper?.resume(throwing: CancellationError())
        }
    }
}
