// SPDX-License-Identifier: Apache-2.0

/// What is paid with.
public struct PaymentMethod: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A bank account in the United States.
    public static let achDebit = Self(rawValue: "ach-debit")
    /// A card.
    public static let creditCard = Self(rawValue: "credit-card")
}
