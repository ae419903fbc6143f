// SPDX-License-Identifier: Apache-2.0

/// A person who uses one of Twilio's Voice SDKs, in a browser or an app.
///
/// See <https://www.twilio.com/docs/voice/twiml/client>.
public struct Client: DialNoun {
    /// The name the person has registered with.
    public var identity: String
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
    /// URL that is told of notifications; only in some of Twilio's libraries.
    public var clientNotificationUrl: String?
    /// What the app is told of the call.
    public var parameters: [Parameter]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        _ identity: String,
        url: String? = nil,
        method: CallbackMethod? = nil,
        statusCallbackEvent: [CallProgressEvent] = [],
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        clientNotificationUrl: String? = nil,
        @ElementBuilder<Parameter> parameters: () -> [Parameter] = { [] }
    ) {
        self.identity = identity
        self.url = url
        self.method = method
        self.statusCallbackEvent = statusCallbackEvent
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.clientNotificationUrl = clientNotificationUrl
        self.parameters = parameters()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Client", text: self.identity, as: "Identity", with: self.parameters)
        node.set("url", self.url)
        node.set("method", self.method)
        node.set("statusCallbackEvent", self.statusCallbackEvent)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("clientNotificationUrl", self.clientNotificationUrl)
        return node
    }
}
