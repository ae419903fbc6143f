// SPDX-License-Identifier: Apache-2.0

public import Resilience

/// What happens to connections, for metrics and logs: nothing in it is anything that a caller said.
///
/// Events come on any thread, sometimes under a lock: whoever gets them counts, and calls nothing of this library.
public enum ListenEvent: Sendable, Hashable {
    /// Why the pool gave an idle connection up.
    public enum Eviction: String, Sendable, Hashable, CaseIterable {
        /// It was as old as it may get.
        case age
        /// It ended by itself while nobody used it.
        case died
        /// A call needed its place in the account.
        case room
        /// Its parameters have not been asked for the longest time, and others came.
        case unused
        /// The pool shuts down.
        case shutdown
    }

    /// A connection is being made.
    case dialled
    /// It stands, so long after it was dialled.
    case opened(after: Duration)
    /// It did not come about.
    case failed(DeepgramError.Code)
    /// It was not tried: the circuit is open, or there are too many.
    case refused(DeepgramError.Code)
    /// A call's dial waited so long for its place.
    case waited(for: Duration)
    /// The circuit breaker changed.
    case circuit(CircuitTransition)
    /// A call got a connection that stood already.
    case poolHit
    /// A call had to dial.
    case poolMiss
    /// An idle connection stands.
    case poolRefilled
    /// An idle connection did not come about; it is tried again later.
    case poolRefillFailed(DeepgramError.Code)
    /// An idle connection was given up.
    case poolEvicted(Eviction)
    /// A call's connection was kept for the next call.
    case poolReturned
}
