// SPDX-License-Identifier: Apache-2.0

/// A room of Twilio Video.
///
/// See <https://www.twilio.com/docs/voice/twiml/room>.
public struct Room: ConnectNoun {
    /// The name of the room.
    public var name: String
    /// The name of the caller in the room.
    public var participantIdentity: String?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(_ name: String, participantIdentity: String? = nil) {
        self.name = name
        self.participantIdentity = participantIdentity
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Room", text: self.name)
        node.set("participantIdentity", self.participantIdentity)
        return node
    }
}
