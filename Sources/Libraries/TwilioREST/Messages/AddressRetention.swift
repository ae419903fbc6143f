// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// Whether Twilio keeps the numbers of a message.
public struct AddressRetention: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Kept.
    public static let retain = Self(rawValue: "retain")
    /// Obfuscated.
    public static let obfuscate = Self(rawValue: "obfuscate")
}
