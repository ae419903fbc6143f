// SPDX-License-Identifier: Apache-2.0

/// Takes the caller out of the queue; outside of one it ends the call.
///
/// See <https://www.twilio.com/docs/voice/twiml/leave>.
public struct Leave: Verb {

    /// Creates the verb; what is left out is left to Twilio's default.
    public init() {}

    /// The XML element to write.
    public var node: TwiMLNode {
        TwiMLNode("Leave")
    }
}
