// SPDX-License-Identifier: Apache-2.0

/// A change of a circuit breaker's state.
public struct CircuitTransition: Sendable, Hashable {
    /// The state before.
    public let from: CircuitState
    /// The state now.
    public let to: CircuitState
    /// Why; fixed text of this library, or what ``CircuitBreaker/open(_:for:)`` was given.
    public let reason: String
}
