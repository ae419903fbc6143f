// SPDX-License-Identifier: Apache-2.0

/// A session of a configured relay; Twilio has not documented it.
public struct ConversationRelaySession: ConnectNoun {
    /// The connector.
    public var connector: String?
    /// The configuration.
    public var sessionConfiguration: String?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(connector: String? = nil, sessionConfiguration: String? = nil) {
        self.connector = connector
        self.sessionConfiguration = sessionConfiguration
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("ConversationRelaySession")
        node.set("connector", self.connector)
        node.set("sessionConfiguration", self.sessionConfiguration)
        return node
    }
}
