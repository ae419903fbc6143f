// SPDX-License-Identifier: Apache-2.0

/// The three states of a circuit breaker (M. Nygard, "Release It!").
public enum CircuitState: String, Sendable, Hashable, CaseIterable {
    /// Everything passes.
    case closed
    /// A few probes pass.
    case halfOpen = "half_open"
    /// Nothing passes.
    case open
}
