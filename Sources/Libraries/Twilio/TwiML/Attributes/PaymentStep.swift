// SPDX-License-Identifier: Apache-2.0

/// A step of ``Pay``.
public struct PaymentStep: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The number of the card.
    public static let cardNumber = Self(rawValue: "payment-card-number")
    /// The month until which the card is good.
    public static let expirationDate = Self(rawValue: "expiration-date")
    /// The security code.
    public static let securityCode = Self(rawValue: "security-code")
    /// The postal code.
    public static let postalCode = Self(rawValue: "postal-code")
    /// The wait for the payment.
    public static let processing = Self(rawValue: "payment-processing")
    /// The number of the account.
    public static let bankAccountNumber = Self(rawValue: "bank-account-number")
    /// The number of the bank.
    public static let bankRoutingNumber = Self(rawValue: "bank-routing-number")
}
