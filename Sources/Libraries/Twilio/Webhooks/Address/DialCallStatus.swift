// SPDX-License-Identifier: Apache-2.0

/// How a ``Dial`` ended.
///
/// See <https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values>.
public struct DialCallStatus: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the status with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Answered and over.
    public static let completed = Self(rawValue: "completed")
    /// Answered, by a conference.
    public static let answered = Self(rawValue: "answered")
    /// Busy.
    public static let busy = Self(rawValue: "busy")
    /// Nobody answered in time.
    public static let noAnswer = Self(rawValue: "no-answer")
    /// It could not be connected.
    public static let failed = Self(rawValue: "failed")
    /// Ended before it was answered.
    public static let canceled = Self(rawValue: "canceled")

    /// Whether the caller spoke with somebody.
    public var wasConnected: Bool {
        self == .completed || self == .answered
    }
}
