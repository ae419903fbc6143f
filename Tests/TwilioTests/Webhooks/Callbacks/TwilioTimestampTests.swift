// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Twilio

@Suite struct TwilioTimestampTests {
    @Test(arguments: [
        ("Fri, 20 Aug 2010 01:13:42 +0000", 1_282_266_822.0), ("Fri, 20 Aug 2010 01:13:42 GMT", 1_282_266_822),
        ("20 Aug 2010 01:13:42 +0000", 1_282_266_822), ("Fri, 20 Aug 2010 03:13:42 +0200", 1_282_266_822),
        ("Thu, 19 Aug 2010 18:13:42 -0700", 1_282_266_822), ("Fri, 20 Aug 2010 01:13 UT", 1_282_266_780),
        ("Thu, 1 Jan 1970 00:00:00 +0000", 0), ("Wed, 31 Dec 1969 23:59:59 +0000", -1),
        ("Thu, 29 Feb 2024 12:00:00 +0000", 1_709_208_000), ("Sat, 31 Dec 2016 23:59:60 +0000", 1_483_228_800),
        ("1970-01-01T00:00:00Z", 0), ("2024-05-01T12:00:00Z", 1_714_564_800),
        ("2024-05-01T12:00:00.5Z", 1_714_564_800.5), ("2024-05-01T14:00:00+02:00", 1_714_564_800),
        ("2024-05-01 12:00:00Z", 1_714_564_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func readsBothForms(text: String, seconds: Double) {
        #expect(TwilioTimestamp.date(text) == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: [
        "", "now", "Fri", "Fri, 20 Aug 2010", "Fri, 20 Aug 2010 01:13:42", "Fri, 32 Aug 2010 01:13:42 +0000",
        "Fri, 30 Feb 2010 01:13:42 +0000", "Fri, 20 AUG 2010 01:13:42 +0000", "Fri, 20 Aug 10 01:13:42 +0000",
        "Fri, 20 Aug 2010 25:13:42 +0000", "Fri, 20 Aug 2010 01:60:42 +0000", "Fri, 20 Aug 2010 01:13:61 +0000",
        "Fri, 20 Aug 2010 01:13:42 +00", "Fri, 20 Aug 2010 01:13:42 EST", "Fri, 20 Aug 2010 01:13:42 +0000 x",
        "Fri, 20 Aug 2010 01:13:42 +2400", "Fri, 0 Aug 2010 01:13:42 +0000", "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-05-01", "2024-05-01T12:00:00", "2024-05-01T12:00Z",
        "2024-05-01T12:00:00.Z", "2024-05-01T12:00:00.1234567890Z", "2024-05-01T12:00:00+0200", "0000-01-01T00:00:00Z",
        "2024-05-01T12:00:00Z\n", "٢٠٢٤-05-01T12:00:00Z", "\u{1F600}\u{1F600}", "2024-",
    ])
    func refusesWhatIsNoMoment(text: String) {
        #expect(TwilioTimestamp.date(text) == nil)
    }

    @Test func readsNothingFromAnyTruncation() {
        for text in ["Fri, 20 Aug 2010 01:13:42 +0000", "2024-05-01T12:00:00.123+02:00"] {
            for length in 0..<text.count {
                // The seconds of RFC 2822 may be left out, the zone may not.
                #expect(TwilioTimestamp.date(String(text.prefix(length))) == nil)
            }
        }
    }

    /// Each day from 1600 to 2400 and random moments: written and read again they are the same.
    @Test func readsWhatItWrites() throws {
        let days = stride(from: -11_676_096_000, through: 13_569_465_600, by: 86_400)
        let changed = days.map { Date(timeIntervalSince1970: Double($0)) }
            .filter { TwilioTimestamp.date(TwilioTimestamp.rfc2822($0)) != $0 }
        #expect(changed.isEmpty)
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<5_000 {
            let milliseconds = Int64.random(in: -62_135_596_800_000...253_402_300_799_000, using: &generator)
            let text = TwilioTimestamp.iso8601(Date(timeIntervalSince1970: Double(milliseconds) / 1_000))
            let date = try #require(TwilioTimestamp.date(text))
            #expect(abs(date.timeIntervalSince1970 - Double(milliseconds) / 1_000) < 0.002)
        }
    }

    @Test func knowsTheWeekday() {
        #expect(
            TwilioTimestamp.rfc2822(Date(timeIntervalSince1970: 1_282_266_822)) == "Fri, 20 Aug 2010 01:13:42 +0000"
        )
        #expect(TwilioTimestamp.rfc2822(Date(timeIntervalSince1970: -1)) == "Wed, 31 Dec 1969 23:59:59 +0000")
        #expect(TwilioTimestamp.iso8601(Date(timeIntervalSince1970: -0.5)) == "1969-12-31T23:59:59.500Z")
    }

    @Test(arguments: [Double.infinity, -.infinity, 1e300, -1e300])
    func momentsOutsideTheCalendarDoNotTrap(seconds: Double) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(TwilioTimestamp.date(TwilioTimestamp.rfc2822(date)) != nil)
    }
}
