// SPDX-License-Identifier: Apache-2.0

/// Whose audio a ``Stream``, ``Siprec`` or ``Transcription`` carries.
public struct StreamTrack: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// What Twilio hears from the caller.
    public static let inbound = Self(rawValue: "inbound_track")
    /// What the caller hears.
    public static let outbound = Self(rawValue: "outbound_track")
    /// Both, apart from each other.
    public static let both = Self(rawValue: "both_tracks")
}
