// SPDX-License-Identifier: Apache-2.0

/// Whose audio is recorded.
public struct RecordingTrack: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The caller's.
    public static let inbound = Self(rawValue: "inbound")
    /// The callee's.
    public static let outbound = Self(rawValue: "outbound")
    /// Both.
    public static let both = Self(rawValue: "both")
}
