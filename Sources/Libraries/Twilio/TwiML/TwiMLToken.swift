// SPDX-License-Identifier: Apache-2.0

/// A word from a list that Twilio may extend at any time, such as a voice or a trim mode.
///
/// The known words are static members of the conforming types; a new one is written as a string literal.
public protocol TwiMLToken: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral
where RawValue == String, StringLiteralType == String {
    /// Creates the word with this text, whatever it is.
    init(rawValue: String)
}

extension TwiMLToken {
    /// Creates the word with this text, whatever it is.
    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }
}
