// SPDX-License-Identifier: Apache-2.0

/// Hands a SIP call over to another address (SIP REFER); only for calls that came in through SIP.
///
/// See <https://www.twilio.com/docs/voice/twiml/refer>.
public struct Refer: Verb {
    /// The SIP address that takes the call over.
    public var address: String
    /// Where Twilio asks for what comes next; without it the next verb runs.
    public var action: String?
    /// How the action is requested; Twilio's default is POST.
    public var method: CallbackMethod?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(_ address: String, action: String? = nil, method: CallbackMethod? = nil) {
        self.address = address
        self.action = action
        self.method = method
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Refer", content: [TwiMLNode("Sip", text: self.address)])
        node.set("action", self.action)
        node.set("method", self.method)
        return node
    }
}
