// SPDX-License-Identifier: Apache-2.0

/// What one look at a dependency has shown.
public struct HealthFinding: Sendable, Hashable {
    /// The verdict of this look alone.
    public var state: DependencyState
    /// One sentence for the operator, empty if there is nothing to say: figures when it works, the reason when it does
    /// not.
    public var detail: String
    /// The state of the circuit breaker before it, `closed`, `half_open` or `open`; `nil` without one.
    public var breaker: String?

    /// Creates a finding.
    public init(_ state: DependencyState, _ detail: String = "", breaker: String? = nil) {
        self.state = state
        self.detail = detail
        self.breaker = breaker
    }
}
