// SPDX-License-Identifier: Apache-2.0

/// A circuit breaker's leave to try. Whoever holds it reports how the try ended, once; what comes late, after the
/// circuit has changed its state, no longer counts.
public struct CircuitPermit: Sendable, Hashable {
    /// Counts changes of state; reports of an earlier one are void.
    let generation: Int
    /// Of a probe its number within the generation.
    let probe: Int?

    /// Whether this try decides about closing the circuit.
    public var isProbe: Bool { self.probe != nil }
}
