// SPDX-License-Identifier: Apache-2.0

/// Ends the call.
///
/// See <https://www.twilio.com/docs/voice/twiml/hangup>.
public struct Hangup: Verb {
    /// What Twilio is told of the end; only its newest libraries know this.
    public var parameters: [Parameter]

    /// Creates the verb.
    public init(@ElementBuilder<Parameter> parameters: () -> [Parameter] = { [] }) {
        self.parameters = parameters()
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        TwiMLNode("Hangup", children: self.parameters)
    }
}
