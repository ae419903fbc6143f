// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// All calls that somebody watches: a pure fold over what the server has listed and the events that follow.
struct LiveCallBoard: Sendable {
    /// Calls that are shown at most; further ones are counted in ``hidden``.
    private let limit: Int
    /// For so long a call that is over stays on the board.
    private let farewell: TimeInterval
    private var byID: [String: WatchedCall] = [:]
    /// Calls that did not find a place.
    private(set) var hidden = 0
    /// Events that were not seen, as far as anybody knows.
    private(set) var missed = 0

    /// An empty board.
    init(limit: Int = 1_000, farewell: TimeInterval = 10) {
        self.limit = limit
        self.farewell = farewell
    }

    /// The calls, those that began first at the top.
    var calls: [WatchedCall] {
        self.byID.values.sorted { $0.since == $1.since ? $0.id < $1.id : $0.since < $1.since }
    }

    /// How many go on.
    var active: Int { self.byID.values.count { !$0.state.isOver } }

    /// Takes the calls that go on as the server lists them. What was seen of one counts more; a call that is not listed any
    /// more is over.
    mutating func take(_ listed: [ListedCall], at now: Date) {
        let names = Set(listed.map(\.sid))
        for call in self.byID.values where !call.state.isOver && !names.contains(call.id) {
            self.byID[call.id]?.state = .ended("unseen")
            self.byID[call.id]?.endedAt = now
        }
        for call in listed where self.byID[call.sid] == nil {
            guard self.hasRoom(at: now) else { continue }
            self.byID[call.sid] = call.liveCall(at: now)
        }
    }

    /// Takes an event.
    mutating func take(_ event: CallEventDocument, at now: Date) {
        guard self.byID[event.call] != nil || self.hasRoom(at: now) else { return }
        let time = Timestamp.date(event.time) ?? now
        self.byID[event.call, default: WatchedCall(event.call, since: time)].apply(event, at: now)
    }

    /// Notes that events were not seen.
    mutating func noteGap(_ missed: Int?) {
        self.missed += max(1, missed ?? 1)
    }

    /// Takes calls off that have been over for a while.
    mutating func tidy(at now: Date) {
        self.byID = self.byID.filter { _, call in
            call.endedAt.map { now.timeIntervalSince($0) < self.farewell || !call.state.isOver } ?? true
        }
    }

    private mutating func hasRoom(at now: Date) -> Bool {
        if self.byID.count >= self.limit { self.tidy(at: now) }
        guard self.byID.count >= self.limit else { return true }
        self.hidden += 1
        return false
    }
}
