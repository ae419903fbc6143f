// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// The state of a stream.
public struct StreamStatus: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It runs.
    public static let inProgress = Self(rawValue: "in-progress")
    /// It was ended.
    public static let stopped = Self(rawValue: "stopped")
}
