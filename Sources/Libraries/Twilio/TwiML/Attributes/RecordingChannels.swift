// SPDX-License-Identifier: Apache-2.0

/// The channels of a recording.
public struct RecordingChannels: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// One for both sides.
    public static let mono = Self(rawValue: "mono")
    /// One for each side.
    public static let dual = Self(rawValue: "dual")
}
