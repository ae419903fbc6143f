// SPDX-License-Identifier: Apache-2.0

/// Whether silence is cut from a recording.
public struct RecordingTrim: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Silence at both ends is cut.
    public static let trimSilence = Self(rawValue: "trim-silence")
    /// Nothing is cut.
    public static let doNotTrim = Self(rawValue: "do-not-trim")
}
