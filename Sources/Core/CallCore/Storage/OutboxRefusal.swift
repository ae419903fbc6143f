// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An event that the shared store did not take, and why.
public struct OutboxRefusal: Sendable, Hashable {
    /// The event with its place.
    public var entry: OutboxEntry
    /// Why, without what a caller said.
    public var reason: String
    /// When it was set aside.
    public var time: Date

    /// Creates a refusal.
    public init(entry: OutboxEntry, reason: String, time: Date) {
        self.entry = entry
        self.reason = reason
        self.time = time
    }
}
