// SPDX-License-Identifier: Apache-2.0

/// A name and a value that Twilio hands on: to a stream in its `start` message, to an app, a connector or a callback.
///
/// Name and value together must stay below 500 characters.
/// See <https://www.twilio.com/docs/voice/twiml/stream#custom-parameters>.
public struct Parameter: PayElement, ConfigElement, RelayElement {
    /// The name; its case is kept.
    public var name: String
    /// The value.
    public var value: String

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Parameter")
        node.set("name", self.name)
        node.set("value", self.value)
        return node
    }
}
