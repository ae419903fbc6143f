// SPDX-License-Identifier: Apache-2.0

/// One of several SIP addresses of ``Sip``.
///
/// See <https://www.twilio.com/docs/voice/twiml/sip>.
public struct SipUri: TwiMLElement {
    /// The address, `sip:user@host`.
    public var address: String
    /// Lower comes first.
    public var priority: Int?
    /// The share of calls among addresses of one priority.
    public var weight: Int?
    /// The name for authentication.
    public var username: String?
    /// The password for authentication.
    public var password: String?

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(
        _ address: String,
        priority: Int? = nil,
        weight: Int? = nil,
        username: String? = nil,
        password: String? = nil
    ) {
        self.address = address
        self.priority = priority
        self.weight = weight
        self.username = username
        self.password = password
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Uri", text: self.address)
        node.set("priority", self.priority)
        node.set("weight", self.weight)
        node.set("username", self.username)
        node.set("password", self.password)
        return node
    }
}
