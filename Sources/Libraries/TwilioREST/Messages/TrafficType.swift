// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// What kind of message it is to the carrier.
public struct TrafficType: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Free for the recipient.
    public static let free = Self(rawValue: "free")
}
