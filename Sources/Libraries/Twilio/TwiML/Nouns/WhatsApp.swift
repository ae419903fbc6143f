// SPDX-License-Identifier: Apache-2.0

/// A person on WhatsApp.
///
/// See <https://www.twilio.com/docs/voice/twiml/whatsapp>.
public struct WhatsApp: DialNoun {
    /// Their number, in E.164.
    public var number: String
    /// Document that runs for the callee before the two are connected.
    public var url: String?
    /// How that document is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// What is reported; Twilio's default is `completed`.
    public var statusCallbackEvent: [CallProgressEvent]
    /// URL that is told of the call's progress.
    public var statusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        _ number: String,
        url: String? = nil,
        method: CallbackMethod? = nil,
        statusCallbackEvent: [CallProgressEvent] = [],
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil
    ) {
        self.number = number
        self.url = url
        self.method = method
        self.statusCallbackEvent = statusCallbackEvent
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("WhatsApp", text: self.number)
        node.set("url", self.url)
        node.set("method", self.method)
        node.set("statusCallbackEvent", self.statusCallbackEvent)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        return node
    }
}
