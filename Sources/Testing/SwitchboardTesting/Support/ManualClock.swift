// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A clock that stands still until a test moves it.
///
/// ```swift
/// let clock = ManualClock()
/// async let slept: Void = clock.sleep(for: .seconds(5))
/// await clock.waitForSleepers(1)
/// clock.advance(by: .seconds(5))
/// try await slept
/// ```
public final class ManualClock: Clock, Sendable {
    /// A moment on this clock.
    public struct Instant: InstantProtocol, Sendable, Hashable {
        /// Time since the clock was made.
        public var sinceStart: Duration

        /// A moment that long after the clock was made.
        public init(sinceStart: Duration) {
            self.sinceStart = sinceStart
        }

        /// This moment moved on.
        public func advanced(by duration: Duration) -> Self {
            Self(sinceStart: self.sinceStart + duration)
        }

        /// How long from this moment to another.
        public func duration(to other: Self) -> Duration {
            other.sinceStart - self.sinceStart
        }

        /// Earlier is smaller.
        public static func < (left: Self, right: Self) -> Bool {
            left.sinceStart < right.sinceStart
        }
    }

    private struct Sleeper {
        var deadline: Instant
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct Watcher {
        var count: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(sinceStart: .zero)
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var watchers: [Watcher] = []

        mutating func takeDueSleepers() -> [Sleeper] {
            let due = self.sleepers.filter { $0.value.deadline <= self.now }
            for id in due.keys { self.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }

        mutating func takeSatisfiedWatchers() -> [Watcher] {
            let satisfied = self.watchers.filter { $0.count <= self.sleepers.count }
            self.watchers.removeAll { $0.count <= self.sleepers.count }
            return satisfied
        }
    }

    private let state = Mutex(State())

    /// A clock at zero.
    public init() {}

    /// Where the clock stands.
    public var now: Instant { self.state.withLock { $0.now } }

    /// The smallest step.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// How many tasks sleep on this clock.
    public var sleeperCount: Int { self.state.withLock { $0.sleepers.count } }

    /// Moves the clock and wakes everybody whose time has come, the earliest first.
    public func advance(by duration: Duration) {
        let due = self.state.withLock { state in
            state.now = state.now.advanced(by: duration)
            return state.takeDueSleepers()
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Sleeps until the clock has been moved to the deadline. Throws `CancellationError` when the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let id = self.state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        // A cancellation that came after the wake-up has left its note behind.
        defer { self.state.withLock { _ = $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.add(Sleeper(deadline: deadline, continuation: continuation), id: id)
            }
        } onCancel: {
            self.cancel(id)
        }
    }

    /// Waits until at least so many tasks sleep on this clock, so that a test moves it only then.
    public func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let watchers = self.state.withLock { state in
                state.watchers.append(Watcher(count: count, continuation: continuation))
                return state.takeSatisfiedWatchers()
            }
            for watcher in watchers { watcher.continuation.resume() }
        }
    }

    private enum Admission {
        case sleeping([Watcher])
        case due
        case cancelled
    }

    private func add(_ sleeper: Sleeper, id: Int) {
        let admission = self.state.withLock { state -> Admission in
            if state.cancelled.remove(id) != nil { return .cancelled }
            if sleeper.deadline <= state.now { return .due }
            state.sleepers[id] = sleeper
            return .sleeping(state.takeSatisfiedWatchers())
        }
        switch admission {
        case .sleeping(let watchers): for watcher in watchers { watcher.continuation.resume() }
        case .due: sleeper.continuation.resume()
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        }
    }

    private func cancel(_ id: Int) {
        let sleeper = self.state.withLock { state -> Sleeper? in
            guard let sleeper = state.sleepers.removeValue(forKey: id) else {
                // Cancelled before it began to sleep; remembered for the moment it does.
                state.cancelled.insert(id)
                return nil
            }
            return sleeper
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
