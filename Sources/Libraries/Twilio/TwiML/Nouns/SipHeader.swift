// SPDX-License-Identifier: Apache-2.0

/// A header of the SIP INVITE; its name starts with `X-`.
///
/// See <https://www.twilio.com/docs/voice/twiml/sip>.
public struct SipHeader: TwiMLElement {
    /// The name.
    public var name: String?
    /// The value.
    public var value: String?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(name: String? = nil, value: String? = nil) {
        self.name = name
        self.value = value
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Header")
        node.set("name", self.name)
        node.set("value", self.value)
        return node
    }
}
