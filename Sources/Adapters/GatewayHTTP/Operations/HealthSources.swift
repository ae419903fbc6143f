// SPDX-License-Identifier: Apache-2.0

public import CallCore

/// What the health routes are told besides what the registry of calls knows. Asked on the request's path: answer from
/// memory, at once.
public struct HealthSources: Sendable {
    /// The store that servers share; `nil` if there is none.
    public var sharedStore: @Sendable () -> SharedStoreStatus? = { nil }
    /// What a ``CallCore/HealthMonitor`` knows; `nil` if nothing is looked at in the background. With it, what is needed
    /// decides whether calls are welcome; without it, every engine is needed.
    public var report: @Sendable () -> HealthReport? = { nil }
    /// How late the event loops are and how many of them hang; `nil` if nobody watches them.
    public var loops: @Sendable () -> (lag: LoopLag, hanging: Int)? = { nil }
    /// Why the machine does not keep up; empty while it does.
    public var overload: @Sendable () -> Set<Overload.Reason> = { [] }
    /// The memory in use; `nil` where the system does not tell. Read for the detailed document only.
    public var memory: @Sendable () -> MemoryUse? = { MemoryUse.measure() }
    /// Further reasons, in snake case, why new calls are not welcome here; empty if they are.
    public var reasonsAgainst: @Sendable () -> [String] = { [] }

    /// Nothing besides.
    public init() {}
}
