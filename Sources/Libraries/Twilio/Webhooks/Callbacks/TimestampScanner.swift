// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Reads the parts of a date from the front of a text.
struct TimestampScanner {
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private var rest: Substring.UTF8View

    init(_ text: String) {
        self.rest = text[...].utf8
    }

    /// Whether it begins with a year.
    var isCalendarFirst: Bool {
        self.rest.prefix(4).allSatisfy { Self.isDigit($0) } && self.rest.dropFirst(4).first == UInt8(ascii: "-")
    }

    /// See RFC 2822, section 3.3.
    mutating func rfc2822() -> Date? {
        if let first = self.rest.first, !Self.isDigit(first) {
            guard let weekday = self.word(3), Self.weekdays.contains(weekday), self.skip(",") else { return nil }
            self.skipBlanks()
        }
        guard let day = self.number(1...2), self.skipBlanks(), let name = self.word(3),
            let month = Self.months.firstIndex(of: name), self.skipBlanks(), let year = self.number(4...4),
            self.skipBlanks(), let hour = self.number(2...2), self.skip(":"), let minute = self.number(2...2)
        else { return nil }
        var second = 0
        if self.skip(":") {
            guard let number = self.number(2...2) else { return nil }
            second = number
        }
        guard self.skipBlanks(), let offset = self.zone(separator: false), self.rest.isEmpty else { return nil }
        return CivilTime(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
            .map { Date(timeIntervalSince1970: Double($0.secondsSince1970 - offset)) }
    }

    /// The profile of RFC 3339, section 5.6.
    mutating func iso8601() -> Date? {
        guard let year = self.number(4...4), self.skip("-"), let month = self.number(2...2), self.skip("-"),
            let day = self.number(2...2), self.skip("T") || self.skip("t") || self.skip(" "),
            let hour = self.number(2...2), self.skip(":"), let minute = self.number(2...2), self.skip(":"),
            let second = self.number(2...2)
        else { return nil }
        var fraction = 0.0
        if self.skip(".") {
            let digits = self.rest.prefix { Self.isDigit($0) }
            guard (1...9).contains(digits.count), let number = Double("0." + String(Substring(digits))) else {
                return nil
            }
            self.rest = self.rest.dropFirst(digits.count)
            fraction = number
        }
        guard let offset = self.zone(separator: true), self.rest.isEmpty else { return nil }
        return CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
            .map { Date(timeIntervalSince1970: Double($0.secondsSince1970 - offset) + fraction) }
    }

    /// Seconds to the east of Greenwich.
    private mutating func zone(separator: Bool) -> Int64? {
        for name in ["GMT", "UTC", "UT", "Z", "z"] where Substring(self.rest) == name {
            self.rest = self.rest.dropFirst(name.utf8.count)
            return 0
        }
        let sign: Int64 = self.skip("+") ? 1 : self.skip("-") ? -1 : 0
        guard sign != 0, let hours = self.number(2...2), !separator || self.skip(":"), let minutes = self.number(2...2),
            hours <= 23, minutes <= 59
        else { return nil }
        return sign * Int64(hours * 3_600 + minutes * 60)
    }

    private mutating func number(_ width: ClosedRange<Int>) -> Int? {
        let digits = self.rest.prefix(width.upperBound).prefix { Self.isDigit($0) }
        guard width.contains(digits.count) else { return nil }
        self.rest = self.rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private mutating func word(_ length: Int) -> String? {
        let bytes = self.rest.prefix(length)
        guard bytes.count == length else { return nil }
        self.rest = self.rest.dropFirst(length)
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard self.rest.first == UInt8(ascii: character) else { return false }
        self.rest = self.rest.dropFirst()
        return true
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let blanks = self.rest.prefix { $0 == UInt8(ascii: " ") }.count
        self.rest = self.rest.dropFirst(blanks)
        return blanks > 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
