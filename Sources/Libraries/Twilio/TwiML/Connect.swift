// SPDX-License-Identifier: Apache-2.0

/// Hands the call to exactly one noun and waits until that ends.
///
/// Then `action` is asked for what comes next; without one the next verb runs.
/// See <https://www.twilio.com/docs/voice/twiml/connect>.
public struct Connect: Verb {
    /// Where Twilio asks for what comes next.
    public var action: String?
    /// How the action is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// What the call is connected to.
    public var noun: any ConnectNoun

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(
        action: String? = nil,
        method: CallbackMethod? = nil,
        @SingleElementBuilder<any ConnectNoun> noun: () -> any ConnectNoun
    ) {
        self.action = action
        self.method = method
        self.noun = noun()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Connect", children: [self.noun])
        node.set("action", self.action)
        node.set("method", self.method)
        return node
    }
}
