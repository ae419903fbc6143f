// SPDX-License-Identifier: Apache-2.0

/// How much jitter a ``Conference`` smooths out.
public struct JitterBufferSize: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Much, at the price of delay.
    public static let large = Self(rawValue: "large")
    /// Some.
    public static let medium = Self(rawValue: "medium")
    /// Little.
    public static let small = Self(rawValue: "small")
    /// None.
    public static let off = Self(rawValue: "off")
}
