// SPDX-License-Identifier: Apache-2.0

/// How a ``HealthMonitor`` looks at one dependency.
public struct HealthCheck: Sendable {
    /// Names it in documents, logs and metrics: one word in snake case, of a list that is known when the server starts.
    public var name: String
    /// Whether calls cannot be answered usefully without it.
    public var isNeeded: Bool
    /// Failures in a row that show as ``DependencyState/degraded`` before the next one shows as
    /// ``DependencyState/down``. 0 where one look is certain, 1 where a single failure may be nothing.
    public var patience: Int
    /// From the end of one look to the next.
    public var interval: Duration
    /// How long a look may take. One that takes longer counts as late and is cancelled; no other begins before it has
    /// ended.
    public var deadline: Duration
    /// Looks once. What it throws is shown to operators, cleaned by ``HealthText``.
    public var look: @Sendable () async throws -> HealthFinding

    /// Creates a check, which looks every two seconds and takes at most two.
    public init(
        _ name: String,
        isNeeded: Bool,
        patience: Int = 0,
        interval: Duration = .seconds(2),
        deadline: Duration = .seconds(2),
        look: @escaping @Sendable () async throws -> HealthFinding
    ) {
        self.name = name
        self.isNeeded = isNeeded
        self.patience = patience
        self.interval = interval
        self.deadline = deadline
        self.look = look
    }
}
