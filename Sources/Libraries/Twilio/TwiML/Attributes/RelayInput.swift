// SPDX-License-Identifier: Apache-2.0

/// Input of the caller that ``ConversationRelay`` heeds.
public struct RelayInput: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Nothing.
    public static let none = Self(rawValue: "none")
    /// Keys.
    public static let dtmf = Self(rawValue: "dtmf")
    /// Speech.
    public static let speech = Self(rawValue: "speech")
    /// Keys and speech.
    public static let any = Self(rawValue: "any")
}
