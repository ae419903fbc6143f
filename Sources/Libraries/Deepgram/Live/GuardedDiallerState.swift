// SPDX-License-Identifier: Apache-2.0

public import Resilience

/// How a ``GuardedDialler`` stands; for health documents and metrics.
public struct GuardedDiallerState: Sendable {
    /// The circuit breaker of the credential.
    public let circuit: CircuitSnapshot
    /// Connections open, being dialled or waiting for their turn to be.
    public let connections: Int
    /// Dials that wait for one of these to end.
    public let waiting: Int
}
