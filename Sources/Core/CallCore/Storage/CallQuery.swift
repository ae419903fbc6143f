// SPDX-License-Identifier: Apache-2.0

/// Which calls to list, newest first.
public struct CallQuery: Sendable, Hashable {
    /// At most so many; stores cut it to 1…500.
    public var limit: Int
    /// Only calls older than the one this cursor came with (``CallPage/next``).
    public var cursor: String?
    /// Only calls that are still going on (`true`) or over (`false`).
    public var isActive: Bool?

    /// Creates a query for the newest calls.
    public init(limit: Int = 50, cursor: String? = nil, isActive: Bool? = nil) {
        self.limit = limit
        self.cursor = cursor
        self.isActive = isActive
    }
}
