// SPDX-License-Identifier: Apache-2.0

/// A TwiML application of the account: the call goes to its voice URL.
///
/// It is `<Application>` in TwiML; the name is longer here because so many modules have an `Application`.
/// See <https://www.twilio.com/docs/voice/twiml/application>.
public struct TwiMLApplication: DialNoun {
    /// The SID of the application, `AP…`.
    public var sid: String
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
    /// A name of your own for the customer.
    public var customerId: String?
    /// Whether `To` is that of the calling leg.
    public var copyParentTo: Bool?
    /// What its voice URL gets as well.
    public var parameters: [Parameter]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        _ sid: String,
        url: String? = nil,
        method: CallbackMethod? = nil,
        statusCallbackEvent: [CallProgressEvent] = [],
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        customerId: String? = nil,
        copyParentTo: Bool? = nil,
        @ElementBuilder<Parameter> parameters: () -> [Parameter] = { [] }
    ) {
        self.sid = sid
        self.url = url
        self.method = method
        self.statusCallbackEvent = statusCallbackEvent
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.customerId = customerId
        self.copyParentTo = copyParentTo
        self.parameters = parameters()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Application", text: self.sid, as: "ApplicationSid", with: self.parameters)
        node.set("url", self.url)
        node.set("method", self.method)
        node.set("statusCallbackEvent", self.statusCallbackEvent)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("customerId", self.customerId)
        node.set("copyParentTo", self.copyParentTo)
        return node
    }
}
