// SPDX-License-Identifier: Apache-2.0

/// Whether and how a ``Dial`` is recorded.
public struct DialRecording: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Not at all.
    public static let doNotRecord = Self(rawValue: "do-not-record")
    /// From the answer, mixed.
    public static let fromAnswer = Self(rawValue: "record-from-answer")
    /// From the first ring, mixed.
    public static let fromRinging = Self(rawValue: "record-from-ringing")
    /// From the answer, one channel each.
    public static let fromAnswerDual = Self(rawValue: "record-from-answer-dual")
    /// From the first ring, one channel each.
    public static let fromRingingDual = Self(rawValue: "record-from-ringing-dual")
}
