// SPDX-License-Identifier: Apache-2.0

/// An IPv4 or IPv6 address as a number. An IPv4 address in IPv6 notation (`::ffff:192.0.2.1`) is the IPv4 address.
///
/// Only the canonical notations are read: four decimal numbers without leading zeros, and RFC 4291 section 2.2. What
/// `inet_aton` takes besides (octal, hexadecimal, fewer than four numbers) is no address here, nor is one with a zone.
public struct IPAddress: Sendable, Hashable {
    /// The upper half; 0 for IPv4.
    let high: UInt64
    /// The lower half; for IPv4 the address behind `::ffff:`.
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// An IPv4 address.
    init(v4: UInt32) {
        self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(v4))
    }

    /// Reads an address; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(46))
        guard bytes.count <= 45 else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(of: bytes[...]) else { return nil }
            self.init(
                high: groups[0..<4].reduce(0) { $0 << 16 | UInt64($1) },
                low: groups[4..<8].reduce(0) { $0 << 16 | UInt64($1) }
            )
        } else {
            guard let number = Self.decimal(bytes[...]) else { return nil }
            self.init(v4: number)
        }
    }

    /// Whether it is IPv4.
    public var isV4: Bool { self.high == 0 && self.low >> 32 == 0xFFFF }

    /// The IPv4 address as a number.
    var v4: UInt32? { self.isV4 ? UInt32(truncatingIfNeeded: self.low) : nil }

    /// For IPv6 its network of 64 bits, for IPv4 the address itself: what one customer of a provider has at least.
    public var network: IPAddress { self.isV4 ? self : IPAddress(high: self.high, low: 0) }

    private static func decimal(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
                part.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            let value = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
            guard value <= 255 else { return nil }
            address = address << 8 | value
        }
        return address
    }

    /// The eight groups of an IPv6 address.
    private static func groups(of bytes: ArraySlice<UInt8>) -> [UInt16]? {
        let colons: [UInt8] = [UInt8(ascii: ":"), UInt8(ascii: ":")]
        guard let gap = bytes.firstRange(of: colons) else {
            let groups = self.run(bytes, mayEndInV4: true)
            return groups?.count == 8 ? groups : nil
        }
        guard let before = self.run(bytes[..<gap.lowerBound], mayEndInV4: false),
            let after = self.run(bytes[gap.upperBound...], mayEndInV4: true), before.count + after.count < 8
        else { return nil }
        return before + [UInt16](repeating: 0, count: 8 - before.count - after.count) + after
    }

    /// Groups with single colons between them; none for nothing.
    private static func run(_ bytes: ArraySlice<UInt8>, mayEndInV4: Bool) -> [UInt16]? {
        guard !bytes.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.contains(UInt8(ascii: ".")) {
                guard mayEndInV4, index == parts.count - 1, let v4 = self.decimal(part) else { return nil }
                groups += [UInt16(v4 >> 16), UInt16(v4 & 0xFFFF)]
            } else {
                guard (1...4).contains(part.count) else { return nil }
                var group: UInt16 = 0
                for byte in part {
                    guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
                    group = group << 4 | UInt16(digit)
                }
                groups.append(group)
            }
        }
        return groups.count <= 8 ? groups : nil
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted decimal, or RFC 5952: lower case, the longest run of zeros shortened.
    public var description: String {
        if let v4 { return [24, 16, 8, 0].map { String(v4 >> UInt32($0) & 0xFF) }.joined(separator: ".") }
        let groups = [self.high, self.low].flatMap { half in
            [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
        }
        guard let gap = Self.longestGap(groups) else {
            return groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        let before = groups[..<gap.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
        let after = groups[gap.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
        return before + "::" + after
    }

    /// The first of the longest runs of at least two zeros.
    private static func longestGap(_ groups: [UInt16]) -> Range<Int>? {
        var longest: Range<Int>?
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start >= 2, end - start > longest?.count ?? 0 { longest = start..<end }
            start = max(end, start) + 1
        }
        return longest
    }
}
