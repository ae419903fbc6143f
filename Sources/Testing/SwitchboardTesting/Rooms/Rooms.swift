// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where calls meet: conferences and queues, by name.
final class Rooms: Sendable {
    private struct State {
        /// The latest of each name, and those that are over, by SID; the oldest go when there are too many.
        var conferences = LedgerTable<ConferenceRoom>(capacity: 1000)
        var current: [String: ConferenceRoom] = [:]
        var queues = LedgerTable<QueueRoom>(capacity: 1000)
        var queueNames: [String: QueueRoom] = [:]
    }

    private let state = Mutex(State())

    /// The conference of a name that is not over; a new one where there is none.
    func conference(_ name: String, account: String) -> ConferenceRoom {
        self.state.withLock { state in
            if let known = state.current["\(account) \(name)"], !known.isOver { return known }
            let room = ConferenceRoom(name: name, accountSid: account)
            state.current["\(account) \(name)"] = room
            state.conferences[room.sid] = room
            return room
        }
    }

    /// A conference by SID, over or not.
    func conference(sid: String) -> ConferenceRoom? { self.state.withLock { $0.conferences[sid] } }

    var conferences: [(sequence: Int, row: ConferenceRoom)] { self.state.withLock { $0.conferences.newestFirst } }

    /// The queue of a name.
    func queue(_ name: String, account: String) -> QueueRoom {
        self.state.withLock { state in
            if let known = state.queueNames["\(account) \(name)"] { return known }
            let room = QueueRoom(name: name, accountSid: account)
            state.queueNames["\(account) \(name)"] = room
            state.queues[room.sid] = room
            return room
        }
    }

    func queue(sid: String) -> QueueRoom? { self.state.withLock { $0.queues[sid] } }

    var queues: [(sequence: Int, row: QueueRoom)] { self.state.withLock { $0.queues.newestFirst } }
}
