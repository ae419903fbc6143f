// SPDX-License-Identifier: Apache-2.0

/// The silence that ends speech in ``Gather``.
public struct SpeechTimeout: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Twilio decides; not with the speech model `default` (error 13335).
    public static let automatic = Self(rawValue: "auto")

    /// A fixed silence, rounded up to whole seconds.
    public static func after(_ silence: Duration) -> Self {
        let parts = silence.components
        let seconds = parts.attoseconds > 0 ? parts.seconds + 1 : parts.seconds
        return Self(rawValue: String(max(0, seconds)))
    }
}
