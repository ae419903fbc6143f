// SPDX-License-Identifier: Apache-2.0

/// What names a span within its trace: eight bytes that are not all zero, written as 16 lower-case hexadecimal digits.
///
/// See <https://www.w3.org/TR/trace-context/#parent-id>.
public struct SpanID: Sendable, Hashable, CustomStringConvertible {
    /// The eight bytes.
    public let value: UInt64

    /// An identifier of these bytes; `nil` if all are zero.
    public init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// Reads 16 lower-case hexadecimal digits; `nil` for anything else and for zero.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 16, let value = HexText.number(digits[...]) else { return nil }
        self.init(value)
    }

    /// An identifier by chance.
    init(using random: inout some RandomNumberGenerator) {
        self.value = max(1, random.next())
    }

    /// The eight bytes.
    public var bytes: [UInt8] { HexText.bytes(self.value) }

    /// 16 hexadecimal digits.
    public var description: String { HexText.text(self.value) }
}
