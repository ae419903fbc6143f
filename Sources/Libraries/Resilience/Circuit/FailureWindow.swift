// SPDX-License-Identifier: Apache-2.0

/// What succeeded and failed lately, as far as a trip rule needs to know. Bounded: so many times, or ten counts.
struct FailureWindow: Sendable {
    private struct Count: Sendable {
        var index: Int64
        var successes = 0
        var failures = 0
    }

    private static let parts: Int64 = 10

    private let trip: CircuitBreakerPolicy.Trip
    /// Of `.failures`: when they were, oldest first.
    private var times: [Int64] = []
    /// Of `.rate`: by tenths of the window, oldest first.
    private var counts: [Count] = []

    init(_ trip: CircuitBreakerPolicy.Trip) {
        self.trip = trip
    }

    mutating func clear() {
        self.times = []
        self.counts = []
    }

    mutating func succeeded(at now: Int64) {
        guard case .rate(_, _, let window) = self.trip else { return }
        self.count(at: now, window) { $0.successes += 1 }
    }

    /// Notes a failure; `true` when it is one too many.
    mutating func failed(at now: Int64) -> Bool {
        switch self.trip {
        case .failures(let limit, let window):
            let oldest = now.subtractingClamped(max(0, window.nanoseconds))
            self.times.append(now)
            self.times.removeAll { $0 < oldest }
            // More than the limit are never looked at.
            if self.times.count > max(1, limit) { self.times.removeFirst() }
            return self.times.count >= max(1, limit)
        case .rate(let share, let minimum, let window):
            self.count(at: now, window) { $0.failures += 1 }
            let failures = self.counts.reduce(0) { $0 + $1.failures }
            let all = self.counts.reduce(failures) { $0 + $1.successes }
            return all >= max(1, minimum) && Double(failures) >= share * Double(all)
        }
    }

    private mutating func count(at now: Int64, _ window: Duration, _ change: (inout Count) -> Void) {
        let index = now / max(1, window.nanoseconds / Self.parts)
        self.counts.removeAll { $0.index <= index - Self.parts }
        // Time never runs backwards here; should a reading be late, it counts with the latest.
        if self.counts.last.map({ $0.index < index }) ?? true { self.counts.append(Count(index: index)) }
        change(&self.counts[self.counts.count - 1])
    }
}
