// SPDX-License-Identifier: Apache-2.0

/// The name of an event: a UUID of version 7 (RFC 9562), so that names sort by the time they were made.
public struct EventID: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// The 36-character text, lower case.
    public let rawValue: String

    /// Makes a name from the wall clock's milliseconds since 1970 and 74 random bits.
    ///
    /// - Parameters:
    ///   - milliseconds: the time; only the lower 48 bits are used.
    ///   - generator: the source of randomness, injected so that a run can be repeated.
    public init(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) {
        let high = (milliseconds << 16) | 0x7000 | (generator.next() & 0x0fff)
        let low = 0x8000_0000_0000_0000 | (generator.next() & 0x3fff_ffff_ffff_ffff)
        self.rawValue = Self.format(high, low)
    }

    /// Takes a name as it was stored; it is not checked.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Decodes from a plain string.
    public init(from decoder: any Decoder) throws {
        self.rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes as a plain string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }

    /// Orders by time of making.
    public static func < (left: EventID, right: EventID) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }

    /// The text.
    public var description: String { self.rawValue }

    private static func format(_ high: UInt64, _ low: UInt64) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for nibble in 0..<32 {
            if nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20 { text.append(UInt8(ascii: "-")) }
            let half = nibble < 16 ? high : low
            text.append(digits[Int((half >> UInt64(60 - 4 * (nibble % 16))) & 0xf)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
