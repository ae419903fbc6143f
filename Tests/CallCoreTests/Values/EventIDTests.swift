// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import CallCore

struct EventIDTests {
    /// Every bit it asks for is set, or none.
    private struct Constant: RandomNumberGenerator {
        let value: UInt64
        mutating func next() -> UInt64 { self.value }
    }

    /// The time of the example in RFC 9562, appendix A.6.
    @Test func writesTheExampleOfTheStandard() {
        struct Example: RandomNumberGenerator {
            var values: [UInt64] = [0x0cc3, 0x18c4_dc0c_0c07_398f]
            mutating func next() -> UInt64 { self.values.removeFirst() }
        }
        var example = Example()
        let id = EventID(milliseconds: 0x017f_22e2_79b0, using: &example)
        #expect(id.rawValue == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }

    @Test(arguments: [UInt64.min, .max, 0xaaaa_aaaa_aaaa_aaaa, 0x5555_5555_5555_5555])
    func hasTheBitsOfVersionSeven(bits: UInt64) throws {
        var generator = Constant(value: bits)
        let id = EventID(milliseconds: bits, using: &generator)
        let uuid = try #require(UUID(uuidString: id.rawValue)).uuid
        #expect(uuid.6 >> 4 == 7)
        #expect(uuid.8 >> 6 == 0b10)
        #expect(id.rawValue == id.rawValue.lowercased() && id.rawValue.utf8.count == 36)
    }

    @Test func sortsByTheTimeItWasMade() {
        var generator = SeededGenerator(seed: 5)
        let times = (0..<1000).map { _ in UInt64.random(in: 0..<(1 << 48), using: &generator) }
        let ids = times.map { time in (time, EventID(milliseconds: time, using: &generator)) }
        #expect(ids.sorted { $0.1 < $1.1 }.map(\.0) == times.sorted())
    }

    @Test func isUniqueWithinAMillisecond() {
        var generator = SeededGenerator(seed: 6)
        let ids = Set((0..<10_000).map { _ in EventID(milliseconds: 1, using: &generator) })
        #expect(ids.count == 10_000)
    }

    @Test func isAPlainStringInJSON() throws {
        let id = EventID(rawValue: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        let json = try JSONEncoder().encode([id])
        #expect(String(decoding: json, as: UTF8.self) == #"["017f22e2-79b0-7cc3-98c4-dc0c0c07398f"]"#)
        #expect(try JSONDecoder().decode([EventID].self, from: json) == [id])
    }
}
