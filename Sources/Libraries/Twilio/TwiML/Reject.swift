// SPDX-License-Identifier: Apache-2.0

/// Refuses the call: it is neither answered nor billed.
///
/// It can only stand alone in a ``Response``, see ``ResponseBuilder``.
/// See <https://www.twilio.com/docs/voice/twiml/reject>.
public struct Reject: TwiMLElement {
    /// What the caller hears; Twilio's default is `rejected`.
    public var reason: RejectReason?
    /// What Twilio is told of the refusal; only its newest libraries know this.
    public var parameters: [Parameter]

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(reason: RejectReason? = nil, @ElementBuilder<Parameter> parameters: () -> [Parameter] = { [] }) {
        self.reason = reason
        self.parameters = parameters()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Reject", children: self.parameters)
        node.set("reason", self.reason)
        return node
    }
}
