// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// A span of time that a list is limited to; an open end has no limit.
public struct TimeSpan: Sendable, Hashable {
    /// Not before this.
    public var from: Date?
    /// Not after this.
    public var to: Date?

    /// Creates a span.
    public init(from: Date? = nil, to: Date? = nil) {
        self.from = from
        self.to = to
    }

    /// All time.
    public static let always = Self()
}
