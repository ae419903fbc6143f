// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Testing

@testable import GatewayHTTP

struct LiveEventRingTests {
    private static func event(_ number: Int, call: String = "CA1", text: String? = nil) -> StoredCallEvent {
        let line = SpokenLine(speaker: .caller, text: text ?? "", start: .zero, end: .zero, source: "test")
        let kind: CallEvent.Kind = text == nil ? .digit("\(number)", at: .zero) : .spoken(line)
        let id = EventID(rawValue: "\(number)")
        let event = CallEvent(id: id, call: CallID(call), time: Date(timeIntervalSince1970: 0), kind: kind)
        return StoredCallEvent(event: event, sequence: number, line: nil)
    }

    private static func ring(_ count: Int, remembering bound: Int = 4) -> LiveEventRing {
        var limits = LiveEventLimits()
        limits.remembered = bound
        var ring = LiveEventRing(limits)
        for number in 0..<count { ring.append(self.event(number + 1)) }
        return ring
    }

    /// Items in short: `3` an event, `-2` a gap of two, `-?` one of nobody knows how many.
    private static func short(_ items: [LiveEventCursor.Item]) -> [String] {
        items.map { item in
            switch item {
            case .event(_, let number): "\(number)"
            case .gap(let missed, _, _): "-" + (missed.map(String.init) ?? "?")
            }
        }
    }

    @Test func aReaderSeesWhatComesAfterIt() {
        var ring = Self.ring(3)
        var cursor = LiveEventCursor(call: nil, from: ring)
        #expect(cursor.take(from: ring, atMost: 10).isEmpty)
        for number in 4...6 { ring.append(Self.event(number)) }
        #expect(Self.short(cursor.take(from: ring, atMost: 2)) == ["4", "5"])
        #expect(Self.short(cursor.take(from: ring, atMost: 2)) == ["6"])
        #expect(cursor.take(from: ring, atMost: 2).isEmpty)
    }

    @Test func aSlowReaderIsToldHowMuchItMissed() {
        var ring = Self.ring(0)
        var cursor = LiveEventCursor(call: nil, from: ring)
        for number in 1...100 { ring.append(Self.event(number)) }
        #expect(ring.count == 4)
        #expect(Self.short(cursor.take(from: ring, atMost: 10)) == ["-96", "97", "98", "99", "100"])
    }

    @Test func whatNeverCameToTheRingIsAGapWhereItBelongs() {
        var ring = Self.ring(1)
        var cursor = LiveEventCursor(call: nil, after: "p-0", of: "p", in: ring)
        ring.skip(3)
        ring.append(Self.event(5))
        ring.skip(2)
        #expect(Self.short(cursor.take(from: ring, atMost: 10)) == ["1", "-3", "5", "-2"])
    }

    @Test(arguments: [
        ("p-10", ["11", "12"]), ("p-12", []), ("p-8", ["9", "10", "11", "12"]), ("p-0", ["-8", "9", "10", "11", "12"]),
        ("p-99", ["-?", "9", "10", "11", "12"]), ("q-10", ["-?", "9", "10", "11", "12"]),
        ("nonsense", ["-?", "9", "10", "11", "12"]), ("", ["-?", "9", "10", "11", "12"]),
        ("p--1", ["-?", "9", "10", "11", "12"]), ("p-1e1", ["-?", "9", "10", "11", "12"]),
    ])
    func goesOnWhereAReaderWas(_ place: String, _ shown: [String]) {
        let ring = Self.ring(12)
        var cursor = LiveEventCursor(call: nil, after: place, of: "p", in: ring)
        #expect(Self.short(cursor.take(from: ring, atMost: 10)) == shown)
    }

    @Test func aFilterHidesOtherCallsAndNoGaps() {
        var ring = Self.ring(0)
        var cursor = LiveEventCursor(call: CallID("CA2"), from: ring)
        ring.append(Self.event(1))
        ring.append(Self.event(2, call: "CA2"))
        ring.append(Self.event(3))
        #expect(Self.short(cursor.take(from: ring, atMost: 10)) == ["2"])
        for number in 4...20 { ring.append(Self.event(number, call: number == 20 ? "CA2" : "CA1")) }
        #expect(Self.short(cursor.take(from: ring, atMost: 10)) == ["-13", "20"])
    }

    @Test func longWordsMakeTheMemoryShorter() {
        var limits = LiveEventLimits()
        limits.rememberedBytes = 10_000
        var ring = LiveEventRing(limits)
        for number in 1...50 { ring.append(Self.event(number, text: String(repeating: "a", count: 3_000))) }
        #expect(ring.count == 2)
        ring.append(Self.event(51, text: String(repeating: "a", count: 50_000)))
        #expect(ring.count == 1 && ring.latest == 51)
    }
}
