// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Who began a message.
public struct MessageDirection: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Somebody wrote to us.
    public static let inbound = Self(rawValue: "inbound")
    /// We wrote through the API.
    public static let outboundAPI = Self(rawValue: "outbound-api")
    /// Written during a call.
    public static let outboundCall = Self(rawValue: "outbound-call")
    /// The answer to a message.
    public static let outboundReply = Self(rawValue: "outbound-reply")
}
