// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// What a recording holds of the time while it was paused.
public struct PauseBehaviour: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Silence.
    public static let silence = Self(rawValue: "silence")
    /// Nothing.
    public static let skip = Self(rawValue: "skip")
}
