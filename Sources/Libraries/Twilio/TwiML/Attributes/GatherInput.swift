// SPDX-License-Identifier: Apache-2.0

/// What ``Gather`` listens for.
public struct GatherInput: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Keys.
    public static let dtmf = Self(rawValue: "dtmf")
    /// Speech.
    public static let speech = Self(rawValue: "speech")
    /// Whichever comes first.
    public static let dtmfOrSpeech = Self(rawValue: "dtmf speech")
}
