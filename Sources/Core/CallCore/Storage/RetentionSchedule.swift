// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// When old calls are erased: once a day, at a moment of one hour that nobody can foretell, so that several servers do
/// not all come at once.
struct RetentionSchedule: Sendable {
    /// The hour of the day, UTC.
    let hour: Int
    /// The end of the hour in which the last run was planned.
    private var planned: Date = .distantPast

    init(hour: Int) {
        self.hour = max(0, min(hour, 23))
    }

    /// The moment of the next run. `chance` is from 0 to less than 1.
    ///
    /// When the hour goes on and has had no run yet, the moment is in what is left of it: a server that is restarted every
    /// night would never come to it otherwise.
    mutating func next(after now: Date, chance: Double) -> Date {
        let day = (now.timeIntervalSince1970 / 86_400).rounded(.down)
        var begin = Date(timeIntervalSince1970: day * 86_400 + Double(self.hour) * 3_600)
        while begin.addingTimeInterval(3_600) <= max(now, self.planned) { begin = begin.addingTimeInterval(86_400) }
        let end = begin.addingTimeInterval(3_600)
        let earliest = max(begin, now)
        self.planned = end
        return earliest.addingTimeInterval(end.timeIntervalSince(earliest) * chance)
    }
}
