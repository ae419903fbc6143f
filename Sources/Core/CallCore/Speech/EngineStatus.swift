// SPDX-License-Identifier: Apache-2.0

/// How an engine is doing, for health and readiness.
public struct EngineStatus: Sendable, Hashable, Codable {
    /// The verdict.
    public enum State: String, Sendable, Hashable, Codable {
        /// Works and keeps up.
        case ok
        /// Works, but results come later than they should.
        case lagging
        /// Does not work.
        case down
    }

    /// The verdict.
    public var state: State
    /// Sessions open now.
    public var sessions: Int
    /// Audio that waits to be recognised, in seconds, all sessions together.
    public var queuedSeconds: Double
    /// How far the slowest session is behind, in seconds.
    public var lagSeconds: Double
    /// Audio lost since the start, in seconds.
    public var lostSeconds: Double
    /// One sentence for the operator; no secrets, nothing a caller said.
    public var detail: String

    /// Creates a status.
    public init(
        state: State = .ok,
        sessions: Int = 0,
        queuedSeconds: Double = 0,
        lagSeconds: Double = 0,
        lostSeconds: Double = 0,
        detail: String = ""
    ) {
        self.state = state
        self.sessions = sessions
        self.queuedSeconds = queuedSeconds
        self.lagSeconds = lagSeconds
        self.lostSeconds = lostSeconds
        self.detail = detail
    }
}
