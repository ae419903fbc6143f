// SPDX-License-Identifier: Apache-2.0

/// The timers of a call. Setting one that runs starts it anew; the session keeps them, the state machine names them.
public enum CallTimer: String, Sendable, Hashable, CaseIterable {
    /// The caller has stopped speaking and the engine does not say whether the turn is over.
    case turnSilence
    /// Nobody speaks.
    case callerSilence
    /// The responder thinks.
    case replyDeadline
    /// The longest call.
    case longestCall
    /// The recogniser is away, and the caller is to hear of it.
    case outage

    /// Whether it measures how long nobody has said anything.
    var isOfSilence: Bool { self == .turnSilence || self == .callerSilence }
}
