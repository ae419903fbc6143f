// SPDX-License-Identifier: Apache-2.0

/// Whether a ``Conference`` is recorded.
public struct ConferenceRecording: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It is not.
    public static let doNotRecord = Self(rawValue: "do-not-record")
    /// It is, from its start.
    public static let fromStart = Self(rawValue: "record-from-start")
}
