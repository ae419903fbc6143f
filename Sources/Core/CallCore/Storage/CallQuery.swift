// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Which calls to list, newest first. All conditions have to hold.
public struct CallQuery: Sendable, Hashable {
    /// At most so many; stores cut it to 1…500.
    public var limit: Int
    /// Only calls older than the one this cursor came with (``CallPage/next``).
    public var cursor: String?
    /// Only calls that are still going on (`true`) or over (`false`).
    public var isActive: Bool?
    /// Only calls received at this time or later.
    public var receivedFrom: Date?
    /// Only calls received before this time.
    public var receivedBefore: Date?
    /// Only calls from or to this address, exactly as it is kept.
    public var address: String?
    /// Only calls in this direction.
    public var direction: CallDirection?
    /// Only calls of which this was the carrier's latest word.
    public var status: CallStatus?
    /// Only calls whose conversation ended in this class.
    public var result: CallTermination.Result?

    /// Creates a query for the newest calls.
    public init(limit: Int = 50, cursor: String? = nil, isActive: Bool? = nil) {
        self.limit = limit
        self.cursor = cursor
        self.isActive = isActive
    }

    /// Whether a call fulfils the conditions, the cursor aside.
    public func includes(_ call: CallRecord) -> Bool {
        if let isActive, call.isActive != isActive { return false }
        let time = call.info.receivedAt.microseconds
        if let receivedFrom, time < receivedFrom.microseconds { return false }
        if let receivedBefore, time >= receivedBefore.microseconds { return false }
        if let address, !CallSelection.address(address).includes(call.info) { return false }
        if let direction, call.info.direction != direction { return false }
        if let status, call.status != status { return false }
        if let result, call.termination?.result != result { return false }
        return true
    }
}
