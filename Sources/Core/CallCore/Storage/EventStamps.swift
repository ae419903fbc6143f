// SPDX-License-Identifier: Apache-2.0

/// The times that a server writes on its events, in microseconds since 1970; a pure value.
///
/// They never go back and no two are the same, whatever the wall clock does: the order of events is the order of their
/// times (``CallFold``). A server that takes up a call which another one has written for lifts its own above those,
/// because two clocks never agree.
struct EventStamps: Sendable {
    /// How far ahead of the wall clock another server's time may lift ours.
    static let reach: Int64 = 60_000_000

    /// The last one given, or seen.
    private(set) var latest = Int64.min

    /// The next stamp: the wall clock's time, or just after the last one.
    mutating func next(_ wall: Int64) -> Int64 {
        self.latest = self.latest < wall ? wall : self.latest == .max ? .max : self.latest + 1
        return self.latest
    }

    /// Another server has written this time: ours go on above it, as far as it can be believed.
    ///
    /// - Returns: `false` for a time too far ahead; it counts as ``reach``.
    mutating func witness(_ time: Int64, wall: Int64) -> Bool {
        let (limit, isAbsurd) = wall.addingReportingOverflow(Self.reach)
        let bound = isAbsurd ? Int64.max : limit
        self.latest = max(self.latest, min(time, bound))
        return time <= bound
    }
}
