// SPDX-License-Identifier: Apache-2.0

/// How a conversation ended: a result class and a short reason, chosen where the end was understood.
///
/// Both label metrics (`switchboard_calls_total{result,reason}`), so the vocabulary is closed: reasons are the static
/// members below and hold nothing that came from a caller.
public struct CallTermination: Sendable, Hashable, Codable {
    /// Who is answerable for the end.
    public enum Result: String, Sendable, Hashable, Codable, CaseIterable {
        /// The conversation came to its own end.
        case success
        /// The caller, or the caller's side of the line, broke it off or broke the rules.
        case callerError = "caller_error"
        /// We failed.
        case serverError = "server_error"
        /// Something we depend on failed.
        case upstreamError = "upstream_error"
        /// The conversation goes on elsewhere or later.
        case moved
    }

    /// The class of the end.
    public let result: Result
    /// One or two words in snake case.
    public let reason: String

    init(_ result: Result, _ reason: String) {
        self.result = result
        self.reason = reason
    }

    /// Whether it was said long afterwards, by a ``Janitor``, because nobody else would say anything.
    var isAfterthought: Bool { self == .serverLost || self == .endUnknown }

    /// The caller hung up.
    public static let callerHungUp = CallTermination(.success, "caller_hung_up")
    /// We said good-bye and hung up.
    public static let agentHungUp = CallTermination(.success, "agent_hung_up")
    /// Handed to a person.
    public static let transferred = CallTermination(.success, "transferred")
    /// Sent to voicemail.
    public static let voicemail = CallTermination(.success, "voicemail")
    /// An operator ended the call.
    public static let operatorHungUp = CallTermination(.success, "operator_hung_up")
    /// An operator let the caller wait.
    public static let held = CallTermination(.moved, "held")
    /// The conversation goes on with the carrier's ears and voice.
    public static let gathered = CallTermination(.moved, "gathered")
    /// A machine answered, and was treated as ordered.
    public static let machineAnswered = CallTermination(.success, "machine_answered")
    /// Nobody spoke, even after being asked.
    public static let callerSilent = CallTermination(.success, "caller_silent")
    /// The longest allowed call was reached.
    public static let tooLong = CallTermination(.success, "too_long")
    /// The server is shutting down; Twilio asks what comes next and the call is taken up again.
    public static let drained = CallTermination(.moved, "drained")
    /// The carrier ended a stream that we only listened to: the call is over, or it was told to.
    public static let streamStopped = CallTermination(.success, "stream_stopped")
    /// A newer stream of the same call took over.
    public static let replaced = CallTermination(.moved, "replaced")
    /// The connection broke without a `stop`.
    public static let connectionLost = CallTermination(.callerError, "connection_lost")
    /// No audio arrived for the stated limit.
    public static let mediaSilent = CallTermination(.callerError, "media_silent")
    /// The stream broke the protocol.
    public static let protocolError = CallTermination(.callerError, "protocol_error")
    /// Admitted, but no stream ever came.
    public static let neverStreamed = CallTermination(.callerError, "never_streamed")
    /// The recogniser failed for good.
    public static let recogniserFailed = CallTermination(.upstreamError, "recogniser_failed")
    /// The synthesiser failed for good.
    public static let synthesiserFailed = CallTermination(.upstreamError, "synthesiser_failed")
    /// The caller stopped taking what we send.
    public static let lineStuck = CallTermination(.callerError, "line_stuck")
    /// The server that had the call died, and the call was over before another took it up.
    public static let serverLost = CallTermination(.serverError, "server_lost")
    /// Nobody has told how the call ended, and there is nobody to ask.
    public static let endUnknown = CallTermination(.upstreamError, "end_unknown")
    /// A defect of ours.
    public static let internalError = CallTermination(.serverError, "internal_error")

    /// All of them, for the labels of metrics.
    public static let all: [CallTermination] = [
        .callerHungUp, .agentHungUp, .transferred, .voicemail, .operatorHungUp, .held, .gathered,
        .machineAnswered, .callerSilent, .tooLong, .drained, .streamStopped, .replaced, .connectionLost,
        .mediaSilent, .protocolError, .neverStreamed, .recogniserFailed, .synthesiserFailed, .lineStuck,
        .serverLost, .endUnknown, .internalError,
    ]
}
