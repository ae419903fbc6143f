// SPDX-License-Identifier: Apache-2.0

package import Resilience

/// Hears what happens with Supabase, for metrics and logs.
///
/// Calls come from any thread and must return at once. ``breakerChanged(_:)`` is called while the breaker is locked and
/// must not use the store.
package protocol SupabaseObserver: Sendable {
    /// A request has waited this long for its turn, and now so many run.
    func began(afterWaiting wait: Duration, inFlight: Int)
    /// A request ended, and so many still run.
    func ended(_ attempt: SupabaseAttempt, inFlight: Int)
    /// The circuit breaker changed its state.
    func breakerChanged(_ transition: CircuitTransition)
}
