// SPDX-License-Identifier: Apache-2.0

/// What is reported of a recording.
public struct RecordingEvent: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It has begun.
    public static let inProgress = Self(rawValue: "in-progress")
    /// It can be fetched.
    public static let completed = Self(rawValue: "completed")
    /// There is none.
    public static let absent = Self(rawValue: "absent")
}
