// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The time of an answer (RFC 9110, section 6.6.1), written once a second.
final class DateField: Sendable {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private let now: @Sendable () -> Date
    private let written = Mutex<(second: Int, text: String)>((.min, ""))

    init(now: @escaping @Sendable () -> Date = { .now }) {
        self.now = now
    }

    /// Such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    var text: String {
        let second = Int(self.now().timeIntervalSince1970.rounded(.down))
        return self.written.withLock { written in
            if written.second != second { written = (second, Self.format(second)) }
            return written.text
        }
    }

    private static func format(_ second: Int) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second, .weekday],
            from: Date(timeIntervalSince1970: Double(second))
        )
        guard let year = parts.year, let month = parts.month, let day = parts.day, let weekday = parts.weekday,
            let hour = parts.hour, let minute = parts.minute, let second = parts.second
        else { return "" }
        let date = "\(Self.digits(day, 2)) \(Self.months[month - 1]) \(Self.digits(year, 4))"
        let time = [hour, minute, second].map { Self.digits($0, 2) }.joined(separator: ":")
        return "\(Self.days[weekday - 1]), \(date) \(time) GMT"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
