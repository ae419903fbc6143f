// SPDX-License-Identifier: Apache-2.0

/// The engine behind a voice of Amazon Polly: what stands after its name.
public struct PollyEngine: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The oldest and cheapest one, which knows all of ``SSML``.
    public static let standard = Self(rawValue: "")
    /// Neural.
    public static let neural = Self(rawValue: "-Neural")
    /// Generative.
    public static let generative = Self(rawValue: "-Generative")
}
