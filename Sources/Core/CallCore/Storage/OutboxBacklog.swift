// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What waits to be delivered, in figures.
public struct OutboxBacklog: Sendable, Hashable {
    /// Events that wait, without those set aside.
    public var events: Int
    /// When the oldest of them happened.
    public var oldest: Date?
    /// Events set aside.
    public var aside: Int
    /// The size of the journal on its disk, in bytes.
    public var bytes: Int

    /// Creates the figures.
    public init(events: Int, oldest: Date?, aside: Int, bytes: Int) {
        self.events = events
        self.oldest = oldest
        self.aside = aside
        self.bytes = bytes
    }
}
