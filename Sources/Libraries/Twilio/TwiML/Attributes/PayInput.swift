// SPDX-License-Identifier: Apache-2.0

/// What ``Pay`` listens for.
public struct PayInput: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Keys.
    public static let dtmf = Self(rawValue: "dtmf")
}
