// SPDX-License-Identifier: Apache-2.0

/// A session of an AI connector; Twilio has not documented it.
public struct AiSession: ConnectNoun {
    /// The connector.
    public var aiConnector: String?
    /// The configuration.
    public var aiSessionConfiguration: String?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(aiConnector: String? = nil, aiSessionConfiguration: String? = nil) {
        self.aiConnector = aiConnector
        self.aiSessionConfiguration = aiSessionConfiguration
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("AiSession")
        node.set("aiConnector", self.aiConnector)
        node.set("aiSessionConfiguration", self.aiSessionConfiguration)
        return node
    }
}
