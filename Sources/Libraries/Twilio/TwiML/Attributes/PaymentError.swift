// SPDX-License-Identifier: Apache-2.0

/// What went wrong at a step of ``Pay``.
public struct PaymentError: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Nothing was entered.
    public static let timeout = Self(rawValue: "timeout")
    /// There is no such card.
    public static let invalidCardNumber = Self(rawValue: "invalid-card-number")
    /// The card is none of those that are taken.
    public static let invalidCardType = Self(rawValue: "invalid-card-type")
    /// There is no such month, or it is over.
    public static let invalidDate = Self(rawValue: "invalid-date")
    /// The code has a wrong length.
    public static let invalidSecurityCode = Self(rawValue: "invalid-security-code")
    /// The connector failed.
    public static let internalError = Self(rawValue: "internal-error")
    /// The two entries differ.
    public static let inputMatchingFailed = Self(rawValue: "input-matching-failed")
}
