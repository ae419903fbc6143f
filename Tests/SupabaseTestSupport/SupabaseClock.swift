// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A clock for the client: the waits between attempts pass at once and are noted; time limits pass only when the test
/// says that time is over.
package final class SupabaseClock: Clock, Sendable {
    package struct Instant: InstantProtocol {
        package var offset: Duration

        package func advanced(by duration: Duration) -> Self { Self(offset: self.offset + duration) }
        package func duration(to other: Self) -> Duration { other.offset - self.offset }
        package static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var waits: [Duration] = []
        var nextID = 0
        var sleepers: [Int: CheckedContinuation<Void, any Error>] = [:]
        var cancelled: Set<Int> = []
        var expirations = 0
    }

    /// What is at least this long is a time limit.
    package static let limit: Duration = .seconds(1_000)

    private let state = Mutex(State())

    package init() {}

    package var now: Instant { self.state.withLock { $0.now } }
    package var minimumResolution: Duration { .nanoseconds(1) }
    /// The short sleeps so far.
    package var waits: [Duration] { self.state.withLock { $0.waits } }

    /// Time goes by, without anybody having slept.
    package func advance(by duration: Duration) {
        self.state.withLock { $0.now = $0.now.advanced(by: duration) }
    }

    /// Ends the limits that run now, or, when none does, the next one.
    package func expire() {
        let sleepers = self.state.withLock { state in
            defer { state.sleepers = [:] }
            if state.sleepers.isEmpty { state.expirations = 1 }
            return Array(state.sleepers.values)
        }
        for sleeper in sleepers { sleeper.resume() }
    }

    package func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try Task.checkCancellation()
        let id = self.state.withLock { state -> Int? in
            let wait = state.now.duration(to: deadline)
            guard wait < Self.limit else {
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
                    if state.expirations > 0 {
                        state.expirations -= 1
                        return .success(())
                    }
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
