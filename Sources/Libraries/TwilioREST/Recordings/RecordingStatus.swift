// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// The state of a recording.
public struct RecordingStatus: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It runs.
    public static let inProgress = Self(rawValue: "in-progress")
    /// It waits to go on.
    public static let paused = Self(rawValue: "paused")
    /// It was ended.
    public static let stopped = Self(rawValue: "stopped")
    /// It is being made ready.
    public static let processing = Self(rawValue: "processing")
    /// It can be fetched.
    public static let completed = Self(rawValue: "completed")
    /// There is none.
    public static let absent = Self(rawValue: "absent")
    /// Its audio was deleted.
    public static let deleted = Self(rawValue: "deleted")
}
