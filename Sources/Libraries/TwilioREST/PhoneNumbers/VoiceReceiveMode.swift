// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// What a number takes calls for.
public struct VoiceReceiveMode: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Speech.
    public static let voice = Self(rawValue: "voice")
    /// Fax.
    public static let fax = Self(rawValue: "fax")
}
