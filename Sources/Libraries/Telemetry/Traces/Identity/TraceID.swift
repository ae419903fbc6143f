// SPDX-License-Identifier: Apache-2.0

/// What names a trace: 16 bytes that are not all zero, written as 32 lower-case hexadecimal digits.
///
/// See <https://www.w3.org/TR/trace-context/#trace-id>.
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
    /// The first eight bytes.
    public let high: UInt64
    /// The last eight bytes; sampling is decided by them.
    public let low: UInt64

    /// An identifier of these bytes; `nil` if all are zero.
    public init?(high: UInt64, low: UInt64) {
        guard high != 0 || low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// Reads 32 lower-case hexadecimal digits; `nil` for anything else and for zero.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 32, let high = HexText.number(digits[..<16]), let low = HexText.number(digits[16...])
        else { return nil }
        self.init(high: high, low: low)
    }

    /// An identifier by chance.
    init(using random: inout some RandomNumberGenerator) {
        self.high = random.next()
        // Zero is none; by a fair source it never comes.
        self.low = max(1, random.next())
    }

    /// The 16 bytes.
    public var bytes: [UInt8] { HexText.bytes(self.high) + HexText.bytes(self.low) }

    /// 32 hexadecimal digits.
    public var description: String { HexText.text(self.high) + HexText.text(self.low) }
}
