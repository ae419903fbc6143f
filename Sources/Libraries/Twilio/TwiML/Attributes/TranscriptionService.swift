// SPDX-License-Identifier: Apache-2.0

/// Who recognises the speech of a ``Transcription``.
public struct TranscriptionService: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Google.
    public static let google = Self(rawValue: "google")
    /// Deepgram.
    public static let deepgram = Self(rawValue: "deepgram")
}
