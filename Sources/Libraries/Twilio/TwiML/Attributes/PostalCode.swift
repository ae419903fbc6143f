// SPDX-License-Identifier: Apache-2.0

/// Whether ``Pay`` asks for the postal code of a card.
///
/// A code that is known already is written as a string literal and is not asked for.
public struct PostalCode: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It is asked for.
    public static let asked = Self(rawValue: "true")
    /// It is not asked for.
    public static let notAsked = Self(rawValue: "false")
}
