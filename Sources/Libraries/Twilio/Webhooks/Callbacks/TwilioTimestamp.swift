// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import struct FoundationEssentials.Date
#else
public import struct Foundation.Date
#endif

/// The two ways Twilio writes a moment: RFC 2822 (`Fri, 20 Aug 2010 01:13:42 +0000`) in callbacks of calls and in REST
/// answers, ISO 8601 (`2024-05-01T12:00:00.123Z`) in callbacks of streams and transcriptions.
public enum TwilioTimestamp {
    /// Reads either; `nil` for anything else, a day that no month has included.
    ///
    /// RFC 2822 is taken with and without its weekday, which is not compared with the date, and with a numeric zone,
    /// `GMT`, `UT`, `UTC` or `Z`. A leap second is the first moment of the next minute.
    public static func date(_ text: String) -> Date? {
        // The longest form has 35 bytes.
        guard text.utf8.count <= 40 else { return nil }
        var scanner = TimestampScanner(text)
        return scanner.isCalendarFirst ? scanner.iso8601() : scanner.rfc2822()
    }

    /// Writes RFC 2822 in GMT, without fractions and for the years 1 to 9999: `Fri, 20 Aug 2010 01:13:42 +0000`.
    public static func rfc2822(_ date: Date) -> String {
        let moment = CivilTime(secondsSince1970: Self.seconds(date).whole)
        let weekday = TimestampScanner.weekdays[moment.weekday]
        let month = TimestampScanner.months[moment.month - 1]
        let day = "\(Self.padded(moment.day, 2)) \(month) \(Self.padded(moment.year, 4))"
        return "\(weekday), \(day) \(Self.time(moment)) +0000"
    }

    /// Writes ISO 8601 in UTC with milliseconds: `2024-05-01T12:00:00.123Z`.
    public static func iso8601(_ date: Date) -> String {
        let (seconds, milliseconds) = Self.seconds(date)
        let moment = CivilTime(secondsSince1970: seconds)
        let day = "\(Self.padded(moment.year, 4))-\(Self.padded(moment.month, 2))-\(Self.padded(moment.day, 2))"
        return "\(day)T\(Self.time(moment)).\(Self.padded(milliseconds, 3))Z"
    }

    /// The years 1 to 9999 are what both forms can say; a moment outside becomes the nearest one inside.
    private static func seconds(_ date: Date) -> (whole: Int64, milliseconds: Int) {
        let seconds = max(-62_135_596_800, min(date.timeIntervalSince1970, 253_402_300_799.999))
        // To the nearest microsecond first: 0.123 s after a second of this century is 0.12299996 in binary.
        let milliseconds = Int64(((seconds * 1_000_000).rounded() / 1_000).rounded(.down))
        let rest = (milliseconds % 1_000 + 1_000) % 1_000
        return ((milliseconds - rest) / 1_000, Int(rest))
    }

    private static func time(_ moment: CivilTime) -> String {
        [moment.hour, moment.minute, moment.second].map { self.padded($0, 2) }.joined(separator: ":")
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
