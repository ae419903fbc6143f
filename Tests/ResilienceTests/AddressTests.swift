// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Resilience

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

struct AddressTests {
    /// What the system's own parser makes of a text: 16 bytes, IPv4 behind `::ffff:`.
    private static func system(_ text: String) -> [UInt8]? {
        var v6 = in6_addr()
        if inet_pton(AF_INET6, text, &v6) == 1 { return withUnsafeBytes(of: &v6) { Array($0) } }
        var v4 = in_addr()
        guard inet_pton(AF_INET, text, &v4) == 1 else { return nil }
        return [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + withUnsafeBytes(of: &v4) { Array($0) }
    }

    private static func bytes(_ address: IPAddress) -> [UInt8] {
        [address.high, address.low].flatMap { half in withUnsafeBytes(of: half.bigEndian) { Array($0) } }
    }

    @Test(arguments: [
        "0.0.0.0", "255.255.255.255", "192.0.2.1", "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "1::8",
        "::ffff:192.0.2.1", "::192.0.2.1", "64:ff9b::192.0.2.33", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:192.0.2.1", "ABCD:ef01::", "fe80::1",
    ]) func readsAddresses(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(Self.bytes(address) == Self.system(text))
        #expect(IPAddress(address.description) == address)
    }

    @Test(arguments: [
        "", ".", ":", ":::", "1", "1.2", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "0x7f.0.0.1",
        "0177.0.0.1",
        "2130706433", "1.2.3.-4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4%eth0", "fe80::1%eth0", "[::1]", "1::2::3", ":1::",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::", "1.2.3.4::",
        "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "::ffff:1.2.3.4:5", "١.٢.٣.٤", "localhost", "1.2.3.4\0",
        "0000:0000:0000:0000:0000:ffff:192.168.100.228x", String(repeating: "1", count: 100),
    ]) func refusesEverythingElse(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: UInt64(1)...10) func agreesWithTheSystem(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("0123456789abcdefF::::....".utf8)
        for _ in 0..<1_000 {
            let count = Int.random(in: 0...20, using: &generator)
            let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            let text = String(decoding: bytes, as: UTF8.self)
            verify(IPAddress(text).map(Self.bytes) == Self.system(text), "\(text)")
        }
        for _ in 0..<200 {
            // Many zeros, so that runs of them are shortened in every place.
            let halves = (0..<2).map { _ in
                (0..<4).reduce(UInt64(0)) { half, _ in
                    half << 16 | (Bool.random(using: &generator) ? 0 : UInt64.random(in: 0...0xFFFF, using: &generator))
                }
            }
            let address = IPAddress(high: halves[0], low: halves[1])
            verify(IPAddress(address.description) == address)
            var raw = Self.bytes(address)
            var text = [CChar](repeating: 0, count: 64)
            _ = inet_ntop(AF_INET6, &raw, &text, 64)
            if address.high != 0 {
                let written = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                verify(address.description == written)
            }
        }
    }

    @Test func shortensAsTheStandardSays() {
        #expect(IPAddress("2001:DB8:0:0:1:0:0:1")?.description == "2001:db8::1:0:0:1")
        #expect(IPAddress("0:0:0:0:0:0:0:1")?.description == "::1")
        #expect(IPAddress("1:0:2:3:4:5:6:7")?.description == "1:0:2:3:4:5:6:7")
        #expect(IPAddress("::ffff:10.0.0.1")?.description == "10.0.0.1")
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.1.2.3", "10.1.2.3", true),
        ("10.1.2.3", "10.1.2.4", false), ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("10.0.0.0/8", "::10.1.1.1", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false), ("::/0", "1.2.3.4", true),
        ("2001:db8::/64", "2001:db8::1:2:3:4", true), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
        ("2001:db8::1/128", "2001:db8::1", true), ("0.0.0.0/0", "9.9.9.9", true), ("0.0.0.0/0", "::1", false),
        ("192.168.1.77/24", "192.168.1.1", true), ("172.16.0.0/12", "172.32.0.0", false),
    ]) func knowsWhatIsInABlock(_ block: String, _ address: String, _ isInside: Bool) throws {
        let block = try #require(AddressBlock(block))
        #expect(block.contains(try #require(IPAddress(address))) == isInside)
        #expect(AddressBlock(block.description) == block)
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/+8", "10/8",
    ])
    func refusesBlocksThatAreNone(_ text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test func masksEveryPrefixAsBitsSay() throws {
        var generator = SeededGenerator(seed: 9)
        for bits in 0...128 {
            let one = IPAddress(
                high: .random(in: .min ... .max, using: &generator),
                low: .random(in: .min ... .max, using: &generator)
            )
            let block = AddressBlock(one, bits: bits)
            verify(block.contains(one))
            for bit in 0..<128 {
                let other =
                    bit < 64
                    ? IPAddress(high: one.high ^ 1 << UInt64(63 - bit), low: one.low)
                    : IPAddress(high: one.high, low: one.low ^ 1 << UInt64(127 - bit))
                verify(block.contains(other) == (bit >= bits))
            }
        }
    }
}
