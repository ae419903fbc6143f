// SPDX-License-Identifier: Apache-2.0

/// The SID of a message: `SM…`, or `MM…` of one with media, and 32 hexadecimal digits.
public struct MessageSID: Hashable, Sendable, CustomStringConvertible {
    /// The 34 characters.
    public let description: String

    /// Checks a text; `nil` when it is no such SID.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(35))
        guard bytes.count == 34, bytes.starts(with: "SM".utf8) || bytes.starts(with: "MM".utf8),
            bytes.dropFirst(2).allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
        else { return nil }
        self.description = String(decoding: bytes, as: UTF8.self)
    }
}
