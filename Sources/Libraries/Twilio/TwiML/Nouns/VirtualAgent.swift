// SPDX-License-Identifier: Apache-2.0

/// An agent of Google Dialogflow, through an installed connector.
///
/// See <https://www.twilio.com/docs/voice/twiml/virtualagent>.
public struct VirtualAgent: ConnectNoun {
    /// The name of the connector.
    public var connectorName: String?
    /// The language of the agent.
    public var language: SpeechLanguage?
    /// Whether the mood is judged.
    public var sentimentAnalysis: Bool?
    /// URL that is told of the progress.
    public var statusCallback: String?
    /// How that URL is requested; Twilio's default is POST.
    public var statusCallbackMethod: CallbackMethod?
    /// Settings and parameters.
    public var elements: [any ConfigElement]

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        connectorName: String? = nil,
        language: SpeechLanguage? = nil,
        sentimentAnalysis: Bool? = nil,
        statusCallback: String? = nil,
        statusCallbackMethod: CallbackMethod? = nil,
        @ElementBuilder<any ConfigElement> elements: () -> [any ConfigElement] = { [] }
    ) {
        self.connectorName = connectorName
        self.language = language
        self.sentimentAnalysis = sentimentAnalysis
        self.statusCallback = statusCallback
        self.statusCallbackMethod = statusCallbackMethod
        self.elements = elements()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("VirtualAgent", children: self.elements)
        node.set("connectorName", self.connectorName)
        node.set("language", self.language)
        node.set("sentimentAnalysis", self.sentimentAnalysis)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        return node
    }
}
