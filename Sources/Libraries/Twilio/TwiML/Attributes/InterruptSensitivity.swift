// SPDX-License-Identifier: Apache-2.0

/// How easily speech interrupts ``ConversationRelay``.
public struct InterruptSensitivity: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// At the first sound.
    public static let high = Self(rawValue: "high")
    /// In between.
    public static let medium = Self(rawValue: "medium")
    /// Only when it is clearly meant.
    public static let low = Self(rawValue: "low")
}
