// SPDX-License-Identifier: Apache-2.0

/// A SIM of Twilio's Programmable Wireless.
///
/// See <https://www.twilio.com/docs/voice/twiml/sim>.
public struct Sim: DialNoun {
    /// The SID of the SIM, `DE…`.
    public var sid: String

    /// Creates the noun; what is left out is left to Twilio's default.
    public init(_ sid: String) {
        self.sid = sid
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        TwiMLNode("Sim", text: self.sid)
    }
}
