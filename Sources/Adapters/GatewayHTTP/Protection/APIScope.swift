// SPDX-License-Identifier: Apache-2.0

/// What a key of the operator routes may do. Each scope includes the ones below it.
public enum APIScope: String, Sendable, Hashable, Comparable, CaseIterable {
    /// See how the server is doing: metrics and detailed health. Nothing of any call.
    case monitor
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
        case .monitor: 0
        case .read: 1
        case .control: 2
        case .admin: 3
        }
    }
}
