// SPDX-License-Identifier: Apache-2.0

/// The state of a call as Twilio reports it.
///
/// Callbacks may arrive in any order: order them by their sequence number and never leave a terminal state.
/// See <https://www.twilio.com/docs/voice/api/call-resource#call-status-values>.
public struct CallStatus: TwiMLToken {
    /// The word as Twilio writes it.
    public let rawValue: String

    /// Creates the status with this text, whatever it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Waiting to be dialled.
    public static let queued = Self(rawValue: "queued")
    /// Being dialled.
    public static let initiated = Self(rawValue: "initiated")
    /// Ringing; an incoming call that is not answered yet.
    public static let ringing = Self(rawValue: "ringing")
    /// Answered.
    public static let inProgress = Self(rawValue: "in-progress")
    /// Over, after it was answered.
    public static let completed = Self(rawValue: "completed")
    /// Over: busy.
    public static let busy = Self(rawValue: "busy")
    /// Over: it could not be connected.
    public static let failed = Self(rawValue: "failed")
    /// Over: nobody answered.
    public static let noAnswer = Self(rawValue: "no-answer")
    /// Over: ended before it was answered.
    public static let canceled = Self(rawValue: "canceled")

    /// Whether nothing can follow.
    public var isTerminal: Bool {
        [.completed, .busy, .failed, .noAnswer, .canceled].contains(self)
    }
}
