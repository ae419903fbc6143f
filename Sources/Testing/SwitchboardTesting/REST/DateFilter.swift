// SPDX-License-Identifier: Apache-2.0

import Foundation
import Twilio

/// The three forms of a date in a list's query: `StartTime=` a day, `StartTime<=` until, `StartTime>=` from.
///
/// The sign of comparison is part of the parameter's name: `StartTime>` with the value `2026-01-01`. Dates are
/// `YYYY-MM-DD` or ISO 8601, in UTC.
struct DateFilter {
    private var earliest: Date?
    private var latest: Date?

    init(_ name: String, _ query: FormParameters) throws(TwinFailure) {
        if let text = query[name] {
            let (date, isDay) = try Self.date(text, name)
            self.earliest = date
            self.latest = isDay ? date.addingTimeInterval(86_399.999) : date
        }
        if let text = query["\(name)>"] { self.earliest = try Self.date(text, name).date }
        if let text = query["\(name)<"] {
            let (date, isDay) = try Self.date(text, name)
            self.latest = isDay ? date.addingTimeInterval(86_399.999) : date
        }
    }

    func matches(_ date: Date?) -> Bool {
        guard self.earliest != nil || self.latest != nil else { return true }
        guard let date else { return false }
        return (self.earliest.map { date >= $0 } ?? true) && (self.latest.map { date <= $0 } ?? true)
    }

    private static func date(_ text: String, _ name: String) throws(TwinFailure) -> (date: Date, isDay: Bool) {
        let day = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        if text.count == 10, let date = try? day.parse(text) { return (date, true) }
        if let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains(".")).parse(text) {
            return (date, false)
        }
        throw .invalid(name, "\(text) is no date")
    }
}
