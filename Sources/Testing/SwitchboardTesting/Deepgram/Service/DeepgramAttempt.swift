// SPDX-License-Identifier: Apache-2.0

/// One attempt of a client to connect, with what became of it.
public struct DeepgramAttempt: Sendable, Hashable {
    /// What became of it.
    public enum Outcome: Sendable, Hashable {
        /// The connection was opened.
        case accepted
        /// It was refused with this status.
        case refused(Int)
        /// It was never answered.
        case unanswered
        /// There was nobody to talk to.
        case unreachable
    }

    /// Its number, from 1.
    public var number: Int
    /// When it came.
    public var at: Duration
    /// Path and query.
    public var target: String
    /// What it said of a trace: the field `traceparent`.
    public var traceparent: String?
    /// What became of it.
    public var outcome: Outcome
}
