// SPDX-License-Identifier: Apache-2.0

/// What a ``HealthMonitor`` knows at one moment.
public struct HealthReport: Sendable, Hashable {
    /// All dependencies, in the order in which they are looked at.
    public var dependencies: [DependencyHealth]

    /// Creates a report.
    public init(dependencies: [DependencyHealth]) {
        self.dependencies = dependencies
    }

    /// Whether every needed dependency has been looked at.
    public var isComplete: Bool { self.dependencies.allSatisfy { !$0.isNeeded || $0.isKnown } }

    /// Those that are needed and do not work.
    public var missing: [DependencyHealth] { self.dependencies.filter { $0.isNeeded && $0.state == .down } }

    /// The worst that is to be said: ``DependencyState/down`` only of what is needed; what is not needed and does not
    /// work is ``DependencyState/degraded``.
    public var state: DependencyState {
        if !self.missing.isEmpty { return .down }
        if self.dependencies.contains(where: { $0.state == .down || $0.state == .degraded }) { return .degraded }
        return self.isComplete ? .up : .unknown
    }
}
