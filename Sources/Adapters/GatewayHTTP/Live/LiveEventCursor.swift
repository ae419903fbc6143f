// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Where a reader stands: a pure value. What it cannot be shown any more it is told of.
struct LiveEventCursor: Sendable {
    /// What is shown next.
    enum Item: Sendable {
        case event(StoredCallEvent, number: Int)
        /// So many events are missing here, of any call; `nil` if nobody knows how many.
        case gap(missed: Int?, number: Int, Reason)
    }

    /// Why events are missing.
    enum Reason: String, Sendable {
        /// The reader was too slow, or the server was.
        case slow
        /// They are too old to be remembered.
        case tooOld = "too_old"
        /// The place is none of this process's.
        case otherProcess = "other_process"
    }

    /// Only events of this call, if it is given.
    let call: CallID?
    /// The number of the last event that was passed.
    private(set) var position: Int
    /// Why events are missing, until the first one was shown.
    private var reason = Reason.slow
    private var gap: Item?

    /// Begins with what comes next.
    init(call: CallID?, from ring: LiveEventRing) {
        self.call = call
        self.position = ring.latest
    }

    /// Goes on behind a place as the reader sent it back. What is remembered is shown again, whatever is missing before.
    init(call: CallID?, after place: String, of process: String, in ring: LiveEventRing) {
        self.call = call
        if let id = LiveEventID(place), id.process == process, id.number <= ring.latest {
            self.position = id.number
            self.reason = .tooOld
        } else {
            self.position = ring.events(after: 0).first.map { $0.number - 1 } ?? ring.latest
            self.gap = .gap(missed: nil, number: self.position, .otherProcess)
        }
    }

    /// The next items, at most so many; empty when the reader has seen all there is.
    mutating func take(from ring: LiveEventRing, atMost limit: Int) -> [Item] {
        var items: [Item] = []
        if let gap = self.gap.take() { items.append(gap) }
        for entry in ring.events(after: self.position) {
            if items.count >= limit { return items }
            self.pass(to: entry.number - 1, &items)
            self.position = entry.number
            self.reason = .slow
            if self.call == nil || self.call == entry.event.event.call {
                items.append(.event(entry.event, number: entry.number))
            }
        }
        if items.count < limit { self.pass(to: ring.latest, &items) }
        return items
    }

    /// Notes what is missing up to a number.
    private mutating func pass(to number: Int, _ items: inout [Item]) {
        guard number > self.position else { return }
        items.append(.gap(missed: number - self.position, number: number, self.reason))
        self.position = number
    }
}
