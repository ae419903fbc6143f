// SPDX-License-Identifier: Apache-2.0

/// Events per second over the last ten seconds, counted second by second.
struct DeliveryRate: Sendable {
    private static let seconds: Int64 = 10

    private var counts = [Int](repeating: 0, count: Int(seconds))
    private var latest: Int64 = 0

    /// Counts events that were delivered now.
    mutating func note(_ count: Int, at now: Duration) {
        self.advance(to: now)
        self.counts[Int(self.latest % Self.seconds)] += count
    }

    /// The rate now.
    mutating func perSecond(at now: Duration) -> Double {
        self.advance(to: now)
        return Double(self.counts.reduce(0, +)) / Double(Self.seconds)
    }

    private mutating func advance(to now: Duration) {
        let second = max(self.latest, now.components.seconds)
        for passed in 0..<min(second - self.latest, Self.seconds) {
            self.counts[Int((second - passed) % Self.seconds)] = 0
        }
        self.latest = second
    }
}
