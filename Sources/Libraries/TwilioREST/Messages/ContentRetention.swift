// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Whether Twilio keeps the text of a message.
public struct ContentRetention: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Kept.
    public static let retain = Self(rawValue: "retain")
    /// Discarded after it was sent.
    public static let discard = Self(rawValue: "discard")
}
