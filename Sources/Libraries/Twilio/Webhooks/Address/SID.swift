// SPDX-License-Identifier: Apache-2.0

/// The identifier of a Twilio resource: two letters that say what it is, and 32 hexadecimal digits.
///
/// Both cases of the digits are accepted and kept; two SIDs are equal when they have the same bytes.
///
/// ```swift
/// let sid = CallSID("CA0123456789abcdef0123456789abcdef")
/// ```
public struct SID<Kind: SIDKind>: Hashable, Sendable, CustomStringConvertible {
    /// The 34 characters.
    public let description: String

    /// Checks a text; `nil` when it is no SID of this kind.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(35))
        guard bytes.count == 34, bytes.prefix(2).elementsEqual(Kind.prefix.utf8),
            bytes.dropFirst(2).allSatisfy({ Hexadecimal.value(of: $0) != nil })
        else { return nil }
        self.description = String(decoding: bytes, as: UTF8.self)
    }

    /// A new SID with random digits, for simulations.
    public static func random(using generator: inout some RandomNumberGenerator) -> Self {
        let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Self(checked: Kind.prefix + Hexadecimal.text(bytes))
    }

    /// A new SID with random digits, for simulations.
    public static func random() -> Self {
        var generator = SystemRandomNumberGenerator()
        return self.random(using: &generator)
    }

    private init(checked description: String) {
        self.description = description
    }
}
