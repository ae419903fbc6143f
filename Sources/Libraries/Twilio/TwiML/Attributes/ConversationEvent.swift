// SPDX-License-Identifier: Apache-2.0

/// What is reported of a ``Conversation``.
public struct ConversationEvent: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Twilio dials.
    public static let initiated = Self(rawValue: "call-initiated")
    /// It rings.
    public static let ringing = Self(rawValue: "call-ringing")
    /// Somebody answered.
    public static let answered = Self(rawValue: "call-answered")
    /// It is over.
    public static let completed = Self(rawValue: "call-completed")
}
