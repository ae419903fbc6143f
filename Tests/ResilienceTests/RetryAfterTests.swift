// SPDX-License-Identifier: Apache-2.0

import Foundation
import Resilience
import Testing

struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT, the date of RFC 9110 section 5.6.7.
    static let date = Date(timeIntervalSince1970: 784_111_777)

    @Test(
        arguments: [
            ("0", 0), ("120", 120), (" 7\t", 7), ("007", 7), ("999999999", 999_999_999),
            ("99999999999999999999", 1_000_000_000),
        ]
    ) func readsSeconds(_ text: String, _ seconds: Int) {
        #expect(RetryAfter.duration(text) == .seconds(seconds))
    }

    @Test(
        arguments: ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
    ) func readsAllThreeFormsOfADate(_ text: String) {
        #expect(RetryAfter.duration(text, now: Self.date - 90) == .seconds(90))
        #expect(RetryAfter.duration(text, now: Self.date) == .zero)
        #expect(RetryAfter.duration(text, now: Self.date + 5) == .zero)
    }

    @Test(
        arguments: [
            "", " ", "-1", "+1", "1.5", "1e3", "0x10", "soon", "١٢", "12 s", "1,2",
            "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 19944 08:49:37 GMT",
            "Tue, 29 Feb 1900 00:00:00 GMT", String(repeating: "9", count: 65),
        ]
    ) func refusesAnythingElse(_ text: String) {
        #expect(RetryAfter.duration(text) == nil)
    }

    @Test func refusesADateCutAnywhere() {
        let text = "Sun, 06 Nov 1994 08:49:37 GMT"
        for count in 0..<text.utf8.count {
            #expect(RetryAfter.duration(text.prefix(count)) == nil)
        }
    }

    @Test(arguments: UInt64(1)...10) func agreesWithTheCalendar(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let calendar = try #require(
            TimeZone(identifier: "GMT").map { zone in
                var calendar = Calendar(identifier: .gregorian)
                calendar.timeZone = zone
                return calendar
            }
        )
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        for _ in 0..<20 {
            let stamp = Double(Int.random(in: 0...32_503_680_000 - 1, using: &generator))
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second],
                from: Date(timeIntervalSince1970: stamp)
            )
            func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
            let text =
                "Mon, \(two(parts.day)) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0) "
                + "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) GMT"
            verify(RetryAfter.duration(text, now: Date(timeIntervalSince1970: stamp - 60)) == .seconds(60), "\(text)")
        }
    }

    @Test func survivesGarbage() {
        var generator = SeededGenerator(seed: 3)
        let alphabet = Array("0123456789:-, SunNovGMT".utf8)
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...40, using: &generator)
            let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            let wait = RetryAfter.duration(String(decoding: bytes, as: UTF8.self))
            verify(wait ?? .zero >= .zero)
        }
    }
}
