// SPDX-License-Identifier: Apache-2.0

/// What is reported of a ``Conference``.
public struct ConferenceEvent: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// It has begun.
    public static let start = Self(rawValue: "start")
    /// It is over.
    public static let end = Self(rawValue: "end")
    /// Somebody came.
    public static let join = Self(rawValue: "join")
    /// Somebody went.
    public static let leave = Self(rawValue: "leave")
    /// Somebody was muted or unmuted.
    public static let mute = Self(rawValue: "mute")
    /// Somebody was held or let go on.
    public static let hold = Self(rawValue: "hold")
    /// Somebody's settings changed.
    public static let modify = Self(rawValue: "modify")
    /// Somebody began or ended speaking.
    public static let speaker = Self(rawValue: "speaker")
    /// An announcement ended or failed.
    public static let announcement = Self(rawValue: "announcement")
}
