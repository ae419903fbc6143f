// SPDX-License-Identifier: Apache-2.0

/// What a key of the operator routes may do. Each scope includes the ones below it.
public enum APIScope: String, Sendable, Hashable, Comparable, CaseIterable {
    /// See calls, transcripts and events.
    case read
    /// Make, move and end calls too.
    case control
    /// Everything.
    case admin

    /// The narrower scope is the smaller.
    public static func < (left: APIScope, right: APIScope) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .read: 0
        case .control: 1
        case .admin: 2
        }
    }
}
