// SPDX-License-Identifier: Apache-2.0

/// The three states of a circuit breaker (M. Nygard, "Release It!").
public enum CircuitState: String, Sendable, Hashable, CaseIterable {
    /// Everything passes.
    case closed
    /// A few probes pass.
    case halfOpen = "half_open"
    /// Nothing passes.
    case open

    /// For a gauge: 0 closed, 0.5 half open, 1 open.
    package var level: Double {
        switch self {
        case .closed: 0
        case .halfOpen: 0.5
        case .open: 1
        }
    }
}
