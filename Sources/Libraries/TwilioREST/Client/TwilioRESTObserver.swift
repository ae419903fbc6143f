// SPDX-License-Identifier: Apache-2.0

public import Resilience

/// Hears of every attempt and of the circuit breaker, for metrics and logs.
///
/// Calls come from any thread and must return at once. ``breakerChanged(_:)`` is called while the breaker is locked and
/// must not use the client.
public protocol TwilioRESTObserver: Sendable {
    /// An attempt ended.
    func attempted(_ attempt: RESTAttempt)
    /// The circuit breaker changed its state.
    func breakerChanged(_ transition: CircuitTransition)
}
