// SPDX-License-Identifier: Apache-2.0

/// Whether numbers and signs are spelled out before they are spoken.
public struct TextNormalization: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// They are.
    public static let on = Self(rawValue: "on")
    /// The provider decides.
    public static let auto = Self(rawValue: "auto")
    /// They are not.
    public static let off = Self(rawValue: "off")
}
