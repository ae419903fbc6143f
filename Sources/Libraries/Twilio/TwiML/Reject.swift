// SPDX-License-Identifier: Apache-2.0

/// Refuses the call: it is neither answered nor billed.
///
/// It can only stand alone in a ``Response``, see ``ResponseBuilder``.
/// See <https://www.twilio.com/docs/voice/twiml/reject>.
public struct Reject: TwiMLElement {
    /// What the caller hears; Twilio's default is `rejected`.
    public var reason: RejectReason?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(reason: RejectReason? = nil) {
        self.reason = reason
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Reject")
        node.set("reason", self.reason)
        return node
    }
}
