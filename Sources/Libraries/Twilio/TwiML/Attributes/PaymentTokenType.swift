// SPDX-License-Identifier: Apache-2.0

/// How long the token of a payment may be used.
public struct PaymentTokenType: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Once.
    public static let oneTime = Self(rawValue: "one-time")
    /// Again and again.
    public static let reusable = Self(rawValue: "reusable")
    /// As a payment method of the connector.
    public static let paymentMethod = Self(rawValue: "payment-method")
}
