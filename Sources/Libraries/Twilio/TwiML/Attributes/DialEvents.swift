// SPDX-License-Identifier: Apache-2.0

/// Further events of a ``Dial``.
public struct DialEvents: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the word with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Progress of the call.
    public static let callProgress = Self(rawValue: "call-progress-event")
}
