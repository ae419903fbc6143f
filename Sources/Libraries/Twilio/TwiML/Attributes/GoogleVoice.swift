// SPDX-License-Identifier: Apache-2.0

/// A voice of Google without its language: the engine and the voice's own name.
public struct GoogleVoice: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A standard voice, by its letter.
    public static func standard(_ letter: Character) -> Self {
        Self(rawValue: "Standard-\(letter)")
    }

    /// A WaveNet voice, by its letter.
    public static func wavenet(_ letter: Character) -> Self {
        Self(rawValue: "Wavenet-\(letter)")
    }

    /// A voice of the second neural generation, by its letter.
    public static func neural2(_ letter: Character) -> Self {
        Self(rawValue: "Neural2-\(letter)")
    }

    /// A Chirp 3 HD voice: Aoede, Charon, Fenrir, Kore, Leda, Orus, Puck or Zephyr.
    public static func chirp3HD(_ name: String) -> Self {
        Self(rawValue: "Chirp3-HD-\(name)")
    }
}
