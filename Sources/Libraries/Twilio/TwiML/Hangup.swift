// SPDX-License-Identifier: Apache-2.0

/// Ends the call.
///
/// See <https://www.twilio.com/docs/voice/twiml/hangup>.
public struct Hangup: Verb {

    /// Creates the verb; what is left out is left to Twilio's default.
    public init() {}

    /// The XML element to write.
    public var node: TwiMLNode {
        TwiMLNode("Hangup")
    }
}
