// SPDX-License-Identifier: Apache-2.0

/// A payment has been taken, or has not: the request to the `action` of `<Pay>`.
///
/// No card number in clear is ever sent, and what there is belongs in no log. See
/// <https://www.twilio.com/docs/voice/twiml/pay#action>.
public struct PayResult: TwilioCallback {
    /// How a payment ended.
    public struct Result: TwiMLToken {
        /// The word as Twilio writes it.
        public let rawValue: String

        /// Creates the word with this text, whatever it is.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Taken, or the token made.
        public static let success = Self(rawValue: "success")
        /// The payment provider refused.
        public static let paymentConnectorError = Self(rawValue: "payment-connector-error")
        /// The caller pressed `*`.
        public static let callerInterrupted = Self(rawValue: "caller-interrupted-with-star")
        /// The caller hung up.
        public static let callerHungUp = Self(rawValue: "caller-hung-up")
        /// The caller gave nothing valid.
        public static let tooManyFailedAttempts = Self(rawValue: "too-many-failed-attempts")
        /// The verb was wrong.
        public static let validationError = Self(rawValue: "validation-error")
        /// Twilio failed.
        public static let internalError = Self(rawValue: "internal-error")
    }

    /// Whose it is.
    public let parameters: CallbackParameters
    /// How it ended.
    public let result: Result

    /// Reads the fields of a signed request; demands `Result` besides the SIDs of call and account.
    public init(_ form: FormParameters) throws(TwilioError) {
        self.parameters = try CallbackParameters(form)
        self.result = Result(rawValue: try form.required("Result"))
    }

    /// What the payment provider gave for the card or account.
    public var token: String? { self.form.text("PaymentToken") }
    /// The customer at the payment provider.
    public var profileID: String? { self.form.text("ProfileId") }
    /// The provider's code for a payment that went through.
    public var confirmationCode: String? { self.form.text("PaymentConfirmationCode") }
    /// `credit-card` or `ach-debit`.
    public var method: String? { self.form.text("PaymentMethod") }
    /// The card number; all but the last four digits are `x`.
    public var maskedCardNumber: String? { self.form.text("PaymentCardNumber") }
    /// The brand of the card, such as `visa`.
    public var cardType: String? { self.form.text("PaymentCardType") }
    /// The card's month and year, as `MMYY`.
    public var expirationDate: String? { self.form.text("ExpirationDate") }
    /// The postal code that was typed.
    public var postalCode: String? { self.form.text("PaymentCardPostalCode") }
    /// The security code, all of it `x`.
    public var maskedSecurityCode: String? { self.form.text("SecurityCode") }
    /// What the payment provider objects to.
    public var error: String? { self.form.text("PaymentError") }
    /// What failed, as a code of Twilio's error dictionary.
    public var errorCode: Int? { self.form.count("PayErrorCode") }
}
