// SPDX-License-Identifier: Apache-2.0

/// A voice of ``Say``.
///
/// ```swift
/// Say("Guten Tag", voice: .pollyNeural("Vicki"), language: .deDE)
/// ```
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
}
