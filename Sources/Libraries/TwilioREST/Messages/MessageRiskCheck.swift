// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Whether a message is examined for pumping fraud.
public struct MessageRiskCheck: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Examined.
    public static let enable = Self(rawValue: "enable")
    /// Not examined.
    public static let disable = Self(rawValue: "disable")
}
