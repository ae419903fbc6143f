// SPDX-License-Identifier: Apache-2.0

/// Why a simulated call ended.
public enum CallEnding: String, Sendable, Hashable, Codable {
    /// The caller hung up, by script or because the simulation was cancelled.
    case callerHungUp
    /// `<Hangup>`.
    case serverHungUp
    /// The REST API ended it.
    case apiHungUp
    /// A call of ours was not answered: busy, no answer, failed, canceled.
    case notAnswered
    /// The last verb of a document was done.
    case documentEnded
    /// `<Reject>`.
    case rejected
    /// A document could not be fetched or understood and there was no fallback: the caller hears an apology of
    /// Twilio's.
    case applicationError
    /// The longest duration was reached.
    case durationLimit
    /// Too many documents in a row: most likely a loop.
    case documentLimit

    /// Whether this is how calls should end.
    public var isRegular: Bool {
        switch self {
        case .callerHungUp, .serverHungUp, .apiHungUp, .notAnswered, .documentEnded, .rejected: true
        case .applicationError, .durationLimit, .documentLimit: false
        }
    }
}
