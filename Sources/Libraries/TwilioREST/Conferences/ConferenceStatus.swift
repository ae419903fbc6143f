// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// The state of a conference.
public struct ConferenceStatus: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Nobody is connected yet.
    public static let initialised = Self(rawValue: "init")
    /// It runs.
    public static let inProgress = Self(rawValue: "in-progress")
    /// It is over.
    public static let completed = Self(rawValue: "completed")
}
