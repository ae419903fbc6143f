// SPDX-License-Identifier: Apache-2.0

/// Begins something beside the call and goes on at once.
///
/// What runs in the background does not keep the call: after `Start` something else has to, such as ``Dial`` or
/// ``Pause``.
/// See <https://www.twilio.com/docs/voice/twiml/start>.
public struct Start: Verb {
    /// Where Twilio asks for what comes next; without it the next verb runs.
    public var action: String?
    /// How the action is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// What begins.
    public var nouns: [any StartNoun]

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(
        action: String? = nil,
        method: CallbackMethod? = nil,
        @ElementBuilder<any StartNoun> nouns: () -> [any StartNoun]
    ) {
        self.action = action
        self.method = method
        self.nouns = nouns()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Start", children: self.nouns)
        node.set("action", self.action)
        node.set("method", self.method)
        return node
    }
}
