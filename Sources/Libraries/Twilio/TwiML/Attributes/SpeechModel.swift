// SPDX-License-Identifier: Apache-2.0

/// The recogniser behind ``Gather``.
public struct SpeechModel: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// `default`.
    public static let `default` = Self(rawValue: "default")
    /// `numbers_and_commands`.
    public static let numbersAndCommands = Self(rawValue: "numbers_and_commands")
    /// `phone_call`.
    public static let phoneCall = Self(rawValue: "phone_call")
    /// `experimental_conversations`.
    public static let experimentalConversations = Self(rawValue: "experimental_conversations")
    /// `experimental_utterances`.
    public static let experimentalUtterances = Self(rawValue: "experimental_utterances")
    /// `googlev2_long`.
    public static let googleV2Long = Self(rawValue: "googlev2_long")
    /// `googlev2_short`.
    public static let googleV2Short = Self(rawValue: "googlev2_short")
    /// `googlev2_telephony`.
    public static let googleV2Telephony = Self(rawValue: "googlev2_telephony")
    /// `googlev2_telephony_short`.
    public static let googleV2TelephonyShort = Self(rawValue: "googlev2_telephony_short")
    /// `deepgram_nova-2`.
    public static let deepgramNova2 = Self(rawValue: "deepgram_nova-2")
    /// A variant of `deepgram_nova-2`, such as `meeting`.
    public static func deepgramNova2(_ variant: String) -> Self {
        Self(rawValue: "deepgram_nova-2-\(variant)")
    }

    /// `deepgram_nova-3`.
    public static let deepgramNova3 = Self(rawValue: "deepgram_nova-3")
}
