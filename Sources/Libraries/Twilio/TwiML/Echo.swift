// SPDX-License-Identifier: Apache-2.0

/// Sends the caller's own audio back until the call ends, to hear the delay.
///
/// See <https://www.twilio.com/docs/voice/twiml>.
public struct Echo: Verb {

    /// Creates the verb; what is left out is left to Twilio's default.
    public init() {}

    /// The XML element to write.
    public var node: TwiMLNode {
        TwiMLNode("Echo")
    }
}
