// SPDX-License-Identifier: Apache-2.0

/// Sends a text message during the call.
///
/// Twilio has deprecated this verb: send messages through its REST API. It is here because old documents have it.
/// See <https://www.twilio.com/docs/voice/twiml/sms>.
public struct Sms: Verb {
    /// What is sent.
    public var message: String
    /// Who gets it, in E.164; the caller by default.
    public var to: String?
    /// Who sends it: a number of the account; the called one by default.
    public var from: String?
    /// Where Twilio asks for what comes next.
    public var action: String?
    /// How the action is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// URL that is told of the message's fate.
    public var statusCallback: String?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(
        _ message: String,
        to: String? = nil,
        from: String? = nil,
        action: String? = nil,
        method: CallbackMethod? = nil,
        statusCallback: String? = nil
    ) {
        self.message = message
        self.to = to
        self.from = from
        self.action = action
        self.method = method
        self.statusCallback = statusCallback
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Sms", text: self.message)
        node.set("to", self.to)
        node.set("from", self.from)
        node.set("action", self.action)
        node.set("method", self.method)
        node.set("statusCallback", self.statusCallback)
        return node
    }
}
