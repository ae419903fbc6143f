// SPDX-License-Identifier: Apache-2.0

/// Dates of HTTP (RFC 9110 section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`, and the two obsolete forms
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. All are UTC.
enum HTTPDate {
    /// Seconds since 1970. `now` decides the century of two-digit years.
    static func seconds(_ bytes: [UInt8], now: Double) -> Int64? {
        let words = String(decoding: bytes, as: UTF8.self)
            .split { $0 == " " || $0 == "," || $0 == "-" }
            .map(String.init)
        switch words.count {
        case 6 where words[5] == "GMT":
            // Day, month, year, time.
            guard let year = self.year(words[3], now: now) else { return nil }
            return self.seconds(day: words[1], month: words[2], year: year, time: words[4])
        case 5:
            guard words[4].utf8.count == 4, let year = self.number(words[4]) else { return nil }
            return self.seconds(day: words[2], month: words[1], year: year, time: words[3])
        default:
            return nil
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func seconds(day: String, month: String, year: Int64, time: String) -> Int64? {
        guard let month = self.months.firstIndex(of: month), let day = self.number(day) else { return nil }
        let parts = time.split(separator: ":", omittingEmptySubsequences: false).map { self.number(String($0)) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2] else { return nil }
        // 60 is a leap second.
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        let month64 = Int64(month + 1)
        guard day >= 1, day <= self.days(in: month64, of: year) else { return nil }
        return self.daysSince1970(year, month64, day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// RFC 9110: a two-digit year that seems more than 50 years in the future is in the past.
    private static func year(_ text: String, now: Double) -> Int64? {
        guard let value = self.number(text) else { return nil }
        guard text.utf8.count == 2 else { return text.utf8.count == 4 ? value : nil }
        let present = 1_970 + Int64((now / 31_556_952).rounded(.down))
        let year = present / 100 * 100 + value
        return year > present + 50 ? year - 100 : year
    }

    /// One to four digits.
    private static func number(_ text: String) -> Int64? {
        let digits = text.utf8
        guard (1...4).contains(digits.count) else { return nil }
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(text)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days of the Gregorian calendar, counted in eras of 400 years that begin in March.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
