// SPDX-License-Identifier: Apache-2.0

/// Why a call is refused.
public struct RejectReason: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A not-in-service announcement.
    public static let rejected = Self(rawValue: "rejected")
    /// A busy tone.
    public static let busy = Self(rawValue: "busy")
}
