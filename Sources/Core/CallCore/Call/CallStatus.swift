// SPDX-License-Identifier: Apache-2.0

/// The status of the telephone call as the carrier reports it; ours is ``CallTermination``.
///
/// Values: Twilio, "Call resource". A terminal status is sticky: nothing that arrives later changes it.
public enum CallStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Waiting to be dialled.
    case queued
    /// Dialling has begun.
    case initiated
    /// It rings.
    case ringing
    /// Answered.
    case inProgress = "in-progress"
    /// Over, after being answered.
    case completed
    /// The other side was busy.
    case busy
    /// Could not be connected.
    case failed
    /// Nobody answered.
    case noAnswer = "no-answer"
    /// Ended before it was answered.
    case canceled

    /// How far the call has come; it never goes back.
    var progress: Int {
        switch self {
        case .queued: 0
        case .initiated: 1
        case .ringing: 2
        case .inProgress: 3
        case .completed, .busy, .failed, .noAnswer, .canceled: 4
        }
    }

    /// Whether the call is over.
    public var isTerminal: Bool {
        switch self {
        case .queued, .initiated, .ringing, .inProgress: false
        case .completed, .busy, .failed, .noAnswer, .canceled: true
        }
    }
}
