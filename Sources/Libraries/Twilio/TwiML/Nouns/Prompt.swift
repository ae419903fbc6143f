// SPDX-License-Identifier: Apache-2.0

/// What is said at one step of ``Pay``.
///
/// See <https://www.twilio.com/docs/voice/twiml/pay/prompt>.
public struct Prompt: PayElement {
    /// The step it is for (`for` in TwiML).
    public var purpose: PaymentStep?
    /// Only after one of these errors.
    public var errorType: [PaymentError]
    /// Only for these cards.
    public var cardType: [PaymentCard]
    /// Only at these attempts, counted from 1.
    public var attempt: [Int]
    /// Whether the entry is asked for twice and must be the same.
    public var requireMatchingInputs: Bool?
    /// What the caller hears.
    public var prompts: [any PromptElement]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        purpose: PaymentStep? = nil,
        errorType: [PaymentError] = [],
        cardType: [PaymentCard] = [],
        attempt: [Int] = [],
        requireMatchingInputs: Bool? = nil,
        @ElementBuilder<any PromptElement> prompts: () -> [any PromptElement]
    ) {
        self.purpose = purpose
        self.errorType = errorType
        self.cardType = cardType
        self.attempt = attempt
        self.requireMatchingInputs = requireMatchingInputs
        self.prompts = prompts()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Prompt", children: self.prompts)
        node.set("for", self.purpose)
        node.set("errorType", self.errorType)
        node.set("cardType", self.cardType)
        node.set("attempt", self.attempt)
        node.set("requireMatchingInputs", self.requireMatchingInputs)
        return node
    }
}
