// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01", 0.0), ("2026-11-23", 1_795_392_000), ("2026-11-23T08:30:00Z", 1_795_422_600),
        ("2026-11-23T08:30Z", 1_795_422_600), ("2026-11-23T09:30:00+01:00", 1_795_422_600),
        ("2026-11-23T09:30:00 01:00", 1_795_422_600), ("2026-11-23t03:00:00-05:30", 1_795_422_600),
        ("2026-11-23T08:30:00.25z", 1_795_422_600.25), ("2024-02-29", 1_709_164_800), ("2000-03-01", 951_868_800),
        ("1969-12-31T23:59:59Z", -1), ("0000-03-01", -62_162_035_200), ("0000-01-01", -62_167_219_200),
        ("9999-12-31", 253_402_214_400),
    ])
    func readsDaysAndTimes(_ text: String, _ seconds: Double) {
        #expect(Timestamp.date(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "yesterday", "2026", "2026-11", "2026-13-01", "2026-00-01", "2026-02-29", "2026-11-31", "2026-11-23T",
        "2026-11-23T08:30:00", "2026-11-23T24:00:00Z", "2026-11-23T08:60:00Z", "2026-11-23T08:30:61Z",
        "2026-11-23T08:30:00.Z", "2026-11-23T08:30:00Zx", "2026-11-23T08:30:00+0100", "2026-11-23 ", " 2026-11-23",
        "20261123", "-026-11-23", "2026-11-23T08:30:00+24:00", "２０２６-11-23", "2026-11-23T08:30:00.1234567890Z",
        "now", "1700000000", "2026-11-23'--", "2026-11-23%",
    ])
    func refusesEverythingElse(_ text: String) {
        #expect(Timestamp.date(text) == nil)
    }

    @Test func agreesWithTheCalendarOfTheSystem() {
        // From 1621 on: earlier days have other names in the calendar that was used then.
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            let milliseconds = Int64.random(in: -11_000_000_000_000..<250_000_000_000_000, using: &generator)
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            let text = Timestamp.text(date)
            #expect(Timestamp.date(text).map { abs($0.timeIntervalSince(date)) < 0.0015 } == true, "\(text)")
        }
    }
}
