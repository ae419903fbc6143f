// SPDX-License-Identifier: Apache-2.0

/// How long the latest turns of a call took: exact for as many as are kept, and never more.
struct LatencyTally: Sendable, Hashable {
    /// Turns that are kept; of a longer call the latest.
    static let limit = 256

    private var kept: [Int64] = []
    private var next = 0
    /// The longest of all turns, in milliseconds; `nil` before the first.
    private(set) var longest: Int64?

    /// A turn took so long.
    mutating func add(_ duration: Duration) {
        let milliseconds = duration.milliseconds
        self.longest = max(self.longest ?? milliseconds, milliseconds)
        if self.kept.count < Self.limit {
            self.kept.append(milliseconds)
        } else {
            self.kept[self.next] = milliseconds
            self.next = (self.next + 1) % Self.limit
        }
    }

    /// Half of the kept turns took no longer, in milliseconds; `nil` before the first.
    var median: Int64? {
        let sorted = self.kept.sorted()
        return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    }
}
