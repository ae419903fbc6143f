// SPDX-License-Identifier: Apache-2.0

/// A voice of ``Say``.
///
/// ```swift
/// Say("Guten Tag", voice: .polly("Vicki", .neural), language: .deDE)
/// Say("Good day", voice: .google("en-US", .chirp3HD("Aoede")))
/// ```
///
/// These constructors make every voice Twilio has; there are some 900. See
/// <https://www.twilio.com/docs/voice/twiml/say/text-speech#available-voices-and-languages>.
public struct Voice: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The old male voice.
    public static let man = Self(rawValue: "man")
    /// The old female voice.
    public static let woman = Self(rawValue: "woman")
    /// The old voice in many languages.
    public static let alice = Self(rawValue: "alice")

    /// A standard voice of Amazon Polly, such as `Joanna`.
    public static func polly(_ name: String) -> Self {
        Self(rawValue: "Polly.\(name)")
    }

    /// A neural voice of Amazon Polly, such as `Joanna`.
    public static func pollyNeural(_ name: String) -> Self {
        Self(rawValue: "Polly.\(name)-Neural")
    }

    /// A generative voice of Amazon Polly, such as `Joanna`.
    public static func pollyGenerative(_ name: String) -> Self {
        Self(rawValue: "Polly.\(name)-Generative")
    }

    /// A voice of Google, such as `en-US-Chirp3-HD-Kore`.
    public static func google(_ name: String) -> Self {
        Self(rawValue: "Google.\(name)")
    }

    /// A voice of Amazon Polly, such as `Joanna`, from one of its engines.
    public static func polly(_ name: String, _ engine: PollyEngine) -> Self {
        Self(rawValue: "Polly.\(name)\(engine.rawValue)")
    }

    /// A voice of Google in one language.
    public static func google(_ language: SpeechLanguage, _ voice: GoogleVoice) -> Self {
        Self(rawValue: "Google.\(language.rawValue)-\(voice.rawValue)")
    }

    /// Whether it is a voice of Amazon Polly, for which shorter texts are allowed.
    var isPolly: Bool {
        self.rawValue.hasPrefix("Polly.")
    }

    /// Whether it is one of Twilio's first voices, which know no ``SSML``.
    var isBasic: Bool {
        [Self.man, .woman, .alice].contains(self)
    }
}
