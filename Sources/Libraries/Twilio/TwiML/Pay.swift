// SPDX-License-Identifier: Apache-2.0

/// Takes a payment, or the number of a card or account as a token, by keypad.
///
/// The account must be in PCI mode. Twilio ignores this verb in the inline document of an outgoing call.
/// See <https://www.twilio.com/docs/voice/twiml/pay>.
public struct Pay: Verb {
    /// What is listened for: keys.
    public var input: PayInput?
    /// Where Twilio asks for what comes next; without it the next verb runs.
    public var action: String?
    /// The kind of account, for `paymentMethod: .achDebit`.
    public var bankAccountType: BankAccountType?
    /// URL that is told of the progress.
    public var statusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?
    /// Silence that ends an entry, rounded up to seconds; default 5 s.
    public var timeout: Duration?
    /// How often each entry may be tried; the default is 1.
    public var maxAttempts: Int?
    /// Whether the card's security code is asked for; Twilio's default is yes.
    public var securityCode: Bool?
    /// Whether the postal code is asked for, or the one that is known.
    public var postalCode: PostalCode?
    /// The fewest characters of a postal code.
    public var minPostalCodeLength: Int?
    /// The name of an installed connector; `Default` by default.
    public var paymentConnector: String?
    /// What is paid with; the default is a credit card.
    public var paymentMethod: PaymentMethod?
    /// How long the token may be used.
    public var tokenType: PaymentTokenType?
    /// The amount as a decimal number; `0.00`, the default, only makes a token.
    public var chargeAmount: String?
    /// The currency of the amount; the default is `usd`.
    public var currency: String?
    /// What the payment is for.
    public var description: String?
    /// The cards that are taken.
    public var validCardTypes: [PaymentCard]
    /// The language of Twilio's own prompts; the default is `en-US`.
    public var language: SpeechLanguage?
    /// What is said instead of Twilio's own prompts, and parameters for the connector.
    public var elements: [any PayElement]

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(
        input: PayInput? = nil,
        action: String? = nil,
        bankAccountType: BankAccountType? = nil,
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        timeout: Duration? = nil,
        maxAttempts: Int? = nil,
        securityCode: Bool? = nil,
        postalCode: PostalCode? = nil,
        minPostalCodeLength: Int? = nil,
        paymentConnector: String? = nil,
        paymentMethod: PaymentMethod? = nil,
        tokenType: PaymentTokenType? = nil,
        chargeAmount: String? = nil,
        currency: String? = nil,
        description: String? = nil,
        validCardTypes: [PaymentCard] = [],
        language: SpeechLanguage? = nil,
        @ElementBuilder<any PayElement> elements: () -> [any PayElement] = { [] }
    ) {
        self.input = input
        self.action = action
        self.bankAccountType = bankAccountType
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.timeout = timeout
        self.maxAttempts = maxAttempts
        self.securityCode = securityCode
        self.postalCode = postalCode
        self.minPostalCodeLength = minPostalCodeLength
        self.paymentConnector = paymentConnector
        self.paymentMethod = paymentMethod
        self.tokenType = tokenType
        self.chargeAmount = chargeAmount
        self.currency = currency
        self.description = description
        self.validCardTypes = validCardTypes
        self.language = language
        self.elements = elements()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Pay", children: self.elements)
        node.set("input", self.input)
        node.set("action", self.action)
        node.set("bankAccountType", self.bankAccountType)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("timeout", seconds: self.timeout)
        node.set("maxAttempts", self.maxAttempts)
        node.set("securityCode", self.securityCode)
        node.set("postalCode", self.postalCode)
        node.set("minPostalCodeLength", self.minPostalCodeLength)
        node.set("paymentConnector", self.paymentConnector)
        node.set("paymentMethod", self.paymentMethod)
        node.set("tokenType", self.tokenType)
        node.set("chargeAmount", self.chargeAmount)
        node.set("currency", self.currency)
        node.set("description", self.description)
        node.set("validCardTypes", self.validCardTypes)
        node.set("language", self.language)
        return node
    }
}
