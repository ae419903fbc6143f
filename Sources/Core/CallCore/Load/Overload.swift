// SPDX-License-Identifier: Apache-2.0

/// Decides when the machine has more to do than it can: a pure value, told of the load once a second or so.
///
/// It begins when the lag has been above its bound for some time, and ends when it has been below half of it for as
/// long; memory counts at once, and ends a little lower. So a call more or less does not open and shut the door in
/// turn.
public struct Overload: Sendable, Hashable {
    /// What there is too little of.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Time on the event loops.
        case lag
        /// Memory below the limit of the control group.
        case memory
    }

    /// Bounds.
    public struct Bounds: Sendable, Hashable {
        /// The lag (99th percentile) of the event loops from which on sound suffers.
        public var lag = Duration.milliseconds(50)
        /// How long it must be above, or below half of it.
        public var patience = Duration.seconds(3)
        /// The share of the memory limit from which on no call is let in, 0…1.
        public var memory = 0.9

        /// The defaults.
        public init() {}
    }

    /// What there is too little of now; empty while calls are welcome.
    public private(set) var reasons: Set<Reason> = []
    private let bounds: Bounds
    /// Since when, on the watcher's clock, the lag has been on the other side.
    private var crossedAt: Duration?

    /// Nothing is known yet.
    public init(bounds: Bounds = Bounds()) {
        self.bounds = bounds
    }

    /// Takes the load of this moment into account.
    ///
    /// - Parameters:
    ///   - lag: the 99th percentile over the last seconds.
    ///   - memory: the share of the memory limit in use; `nil` if there is no limit, or it is unknown.
    ///   - time: on any clock that only goes forward.
    public mutating func note(lag: Duration, memory: Double?, at time: Duration) {
        self.note(lag, at: time)
        guard let memory else { return self.set(.memory, false) }
        if memory > self.bounds.memory { self.set(.memory, true) }
        // Five hundredths of the limit below.
        if memory < self.bounds.memory - 0.05 { self.set(.memory, false) }
    }

    private mutating func note(_ lag: Duration, at time: Duration) {
        let isOver = self.reasons.contains(.lag)
        let hasCrossed = isOver ? lag < self.bounds.lag / 2 : lag > self.bounds.lag
        guard hasCrossed else { return self.crossedAt = nil }
        let since = self.crossedAt ?? time
        self.crossedAt = since
        guard time - since >= self.bounds.patience else { return }
        self.crossedAt = nil
        self.set(.lag, !isOver)
    }

    private mutating func set(_ reason: Reason, _ holds: Bool) {
        if holds { self.reasons.insert(reason) } else { self.reasons.remove(reason) }
    }
}
