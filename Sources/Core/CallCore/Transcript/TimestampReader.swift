// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads a time from left to right; see ``Timestamp/date(_:)``.
struct TimestampReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        self.rest = Substring(text).utf8
    }

    mutating func date() -> Date? {
        guard let year = self.number(4), self.take("-"), let month = self.number(2), self.take("-"),
            let day = self.number(2), (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        let midnight = Double(Self.days(year, month, day)) * 86_400
        if self.rest.isEmpty { return Date(timeIntervalSince1970: midnight) }
        guard self.take("T") || self.take("t"), let time = self.time(), let zone = self.zone(), self.rest.isEmpty else {
            return nil
        }
        return Date(timeIntervalSince1970: midnight + time - zone)
    }

    private mutating func time() -> Double? {
        guard let hour = self.number(2), hour < 24, self.take(":"), let minute = self.number(2), minute < 60 else {
            return nil
        }
        var seconds = Double(hour * 3_600 + minute * 60)
        guard self.take(":") else { return seconds }
        // 60 is a leap second.
        guard let second = self.number(2), second <= 60 else { return nil }
        seconds += Double(second)
        guard self.take(".") else { return seconds }
        let digits = self.rest.prefix(9).prefix { Self.isDigit($0) }
        guard !digits.isEmpty, let fraction = Double("0." + String(Substring(digits))) else { return nil }
        self.rest = self.rest.dropFirst(digits.count)
        return seconds + fraction
    }

    /// Seconds east of Greenwich.
    private mutating func zone() -> Double? {
        if self.take("Z") || self.take("z") { return 0 }
        let isWest = self.take("-")
        guard isWest || self.take("+") || self.take(" "), let hours = self.number(2), hours < 24, self.take(":"),
            let minutes = self.number(2), minutes < 60
        else { return nil }
        return Double((hours * 60 + minutes) * 60) * (isWest ? -1 : 1)
    }

    private mutating func number(_ count: Int) -> Int? {
        let digits = self.rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
        self.rest = self.rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = self.rest.first, first == UInt8(ascii: character) else { return false }
        self.rest = self.rest.dropFirst()
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: Self.isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970 in the Gregorian calendar. The year begins in March, so that the leap day is its last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        // Years here are 0…9999, and year -1 counts as one before the era.
        let leaps = shifted >= 0 ? shifted / 4 - shifted / 100 + shifted / 400 : -1
        return shifted * 365 + leaps + dayOfYear - 719_468
    }
}
