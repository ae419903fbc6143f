// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// A moment in UTC, to the millisecond.
public struct LogTimestamp: Sendable, Equatable {
    /// Seconds since 1970 began.
    public var seconds: Int64
    /// Milliseconds of the second, 0 to 999.
    public var milliseconds: Int

    /// Creates a moment.
    public init(seconds: Int64, milliseconds: Int) {
        self.seconds = seconds
        self.milliseconds = milliseconds
    }

    /// The moment by the system's clock.
    public static var now: LogTimestamp {
        var time = timespec()
        // CLOCK_REALTIME exists everywhere, so this cannot fail.
        clock_gettime(CLOCK_REALTIME, &time)
        return LogTimestamp(seconds: Int64(time.tv_sec), milliseconds: Int(time.tv_nsec) / 1_000_000)
    }

    /// The date and the time as RFC 3339 has them, in ASCII: `2026-11-22T16:05:09.042Z`.
    var text: [UInt8] {
        let day = self.seconds >= 0 ? self.seconds / 86_400 : (self.seconds - 86_399) / 86_400
        let date = Self.date(ofDay: day)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        Self.append(date.year, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.append(date.month, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.append(date.day, digits: 2, to: &text)
        text.append(UInt8(ascii: "T"))
        text += self.timeOfDay
        text.append(UInt8(ascii: "Z"))
        return text
    }

    /// The time of day in ASCII: `16:05:09.042`.
    var timeOfDay: [UInt8] {
        let second = Int(((self.seconds % 86_400) + 86_400) % 86_400)
        var text: [UInt8] = []
        Self.append(second / 3_600, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(second / 60 % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(second % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "."))
        Self.append(self.milliseconds, digits: 3, to: &text)
        return text
    }

    /// The Gregorian date of a day counted from 1970.
    ///
    /// Years are counted from March, so that the day that leap years add comes last; 400 such years have 146,097 days.
    private static func date(ofDay day: Int64) -> (year: Int, month: Int, day: Int) {
        let sinceMarch = day + 719_468  // days from the 1st of March of the year 0
        let era = (sinceMarch >= 0 ? sinceMarch : sinceMarch - 146_096) / 146_097
        let dayOfEra = sinceMarch - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (Int(year), Int(month), Int(dayOfYear - (153 * monthFromMarch + 2) / 5) + 1)
    }

    private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
