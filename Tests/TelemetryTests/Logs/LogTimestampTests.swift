// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Telemetry

@Suite struct LogTimestampTests {
    private func text(_ seconds: Int64, _ milliseconds: Int = 0) -> String {
        String(decoding: LogTimestamp(seconds: seconds, milliseconds: milliseconds).text, as: UTF8.self)
    }

    @Test func knowsTheCalendar() {
        #expect(self.text(0) == "1970-01-01T00:00:00.000Z")
        #expect(self.text(951_782_399, 999) == "2000-02-28T23:59:59.999Z")
        #expect(self.text(951_782_400) == "2000-02-29T00:00:00.000Z")
        #expect(self.text(4_107_542_399) == "2100-02-28T23:59:59.000Z")
        #expect(self.text(4_107_542_400) == "2100-03-01T00:00:00.000Z")
        #expect(self.text(-1) == "1969-12-31T23:59:59.000Z")
    }

    @Test func agreesWithFoundation() {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        var second: Int64 = -2_000_000_000
        while second < 8_000_000_000 {
            #expect(self.text(second) == formatter.string(from: Date(timeIntervalSince1970: Double(second))))
            second += 7_654_321
        }
    }

    @Test func readsTheClock() {
        let before = Date().timeIntervalSince1970.rounded(.down)
        let now = LogTimestamp.now
        #expect(Double(now.seconds) >= before)
        #expect(Double(now.seconds) <= Date().timeIntervalSince1970)
        #expect((0..<1_000).contains(now.milliseconds))
    }
}
