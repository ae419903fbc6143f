// SPDX-License-Identifier: Apache-2.0

/// Who hears a beep in a ``Conference``.
public struct ConferenceBeep: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A beep when somebody comes and when somebody goes.
    public static let `true` = Self(rawValue: "true")
    /// No beep.
    public static let `false` = Self(rawValue: "false")
    /// A beep when somebody comes.
    public static let onEnter = Self(rawValue: "onEnter")
    /// A beep when somebody goes.
    public static let onExit = Self(rawValue: "onExit")
}
