// SPDX-License-Identifier: Apache-2.0

/// The silence that ends a sentence in ``ConversationRelay``.
public struct RelaySpeechTimeout: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The recogniser decides.
    public static let automatic = Self(rawValue: "auto")

    /// A fixed silence of 600 ms to 5 s, rounded up to milliseconds.
    public static func after(_ silence: Duration) -> Self {
        Self(rawValue: TwiMLNode.milliseconds(silence))
    }
}
