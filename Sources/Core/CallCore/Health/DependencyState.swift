// SPDX-License-Identifier: Apache-2.0

/// What can be said in one word of something that a server depends on.
public enum DependencyState: String, Sendable, Hashable, CaseIterable {
    /// Not looked at yet, or nothing that was seen says anything about it.
    case unknown
    /// Works.
    case up
    /// Works, but not as it should; or has just failed once, which may be nothing.
    case degraded
    /// Does not work.
    case down
}
