// SPDX-License-Identifier: Apache-2.0

/// Who speaks or listens for ``ConversationRelay``.
public struct SpeechProvider: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Google; speaks and listens.
    public static let google = Self(rawValue: "Google")
    /// Amazon; speaks.
    public static let amazon = Self(rawValue: "Amazon")
    /// ElevenLabs; speaks.
    public static let elevenLabs = Self(rawValue: "ElevenLabs")
    /// Deepgram; listens.
    public static let deepgram = Self(rawValue: "Deepgram")
}
