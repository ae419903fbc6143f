// SPDX-License-Identifier: Apache-2.0

public import CallCore

/// What the health routes are told besides what the registry of calls knows. Asked on the request's path: answer from
/// memory, at once.
public struct HealthSources: Sendable {
    /// The store that servers share; `nil` if there is none.
    public var sharedStore: @Sendable () -> SharedStoreStatus? = { nil }
    /// Further reasons, in snake case, why new calls are not welcome here; empty if they are.
    public var reasonsAgainst: @Sendable () -> [String] = { [] }

    /// Nothing besides.
    public init() {}
}
