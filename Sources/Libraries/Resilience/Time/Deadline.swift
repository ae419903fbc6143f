// SPDX-License-Identifier: Apache-2.0

/// A moment after which nobody waits any more.
///
/// ```swift
/// let deadline = Deadline(after: .seconds(5))
/// let connection = try await deadline.run { try await connect() }
/// let answer = try await deadline.run { try await connection.ask() }   // what is left of the five seconds
/// ```
/// ``run(_:)`` returns at the limit even when the work does not react to its cancellation; such work goes on in a task
/// of its own until it is done, and what it comes to is dropped.
public struct Deadline: Sendable {
    private let clock: any Clock<Duration>
    private let timepiece: Timepiece
    private let limit: Duration

    /// A deadline that long from now, by this clock.
    public init(after limit: Duration, clock: any Clock<Duration> = ContinuousClock()) {
        self.clock = clock
        self.timepiece = Timepiece(clock)
        self.limit = limit
    }

    /// How much time is left; never negative.
    public var remaining: Duration { max(.zero, self.limit - self.timepiece.now) }

    /// Whether the time is up.
    public var isPast: Bool { self.remaining == .zero }

    /// Does some work, or throws ``ResilienceError/Code/deadlineExceeded`` when the time is up first.
    ///
    /// The work is cancelled when nobody waits any more: at the limit, and when the calling task is cancelled, which
    /// throws `CancellationError` at once. Work is not begun when the time is up already.
    @concurrent
    public func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        // Concurrent on purpose: a function that stays on its caller's actor and ends in a checked continuation may, with
        // optimisation, go on off that actor (Swift 6.3.1).
        try Task.checkCancellation()
        let remaining = self.remaining
        guard remaining > .zero else { throw Self.exceeded(self.limit) }
        let race = Race<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                race.begin(continuation)
                // Unstructured, because a task group waits for its slowest child, and this must not. Each ends the
                // other: the race is finished once, and finishing cancels both.
                race.add(Task { await race.finish(with: work) })
                let (clock, limit) = (self.clock, self.limit)
                race.add(
                    Task {
                        // Cancelled when the work was done in time; then there is nothing left to say.
                        guard (try? await clock.sleep(for: remaining)) != nil else { return }
                        race.finish(.failure(Self.exceeded(limit)))
                    }
                )
            }
        } onCancel: {
            race.finish(.failure(CancellationError()))
        }
    }

    private static func exceeded(_ limit: Duration) -> ResilienceError {
        ResilienceError(.deadlineExceeded, "Not done within \(limit).")
    }
}
