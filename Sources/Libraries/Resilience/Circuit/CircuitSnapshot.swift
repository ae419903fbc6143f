// SPDX-License-Identifier: Apache-2.0

/// How a circuit breaker stands; for health documents and metrics.
public struct CircuitSnapshot: Sendable {
    /// Its state.
    public let state: CircuitState
    /// How long it has been in this state.
    public let age: Duration
    /// Why it went into this state; `nil` when it never changed.
    public let reason: String?
    /// The last failure it was told of, if any.
    public let lastError: (any Error)?
    /// How long ago that was.
    public let lastErrorAge: Duration?
    /// How often it has opened.
    public let openings: Int
    /// When open: after how long probes pass.
    public let retryAfter: Duration?
}
