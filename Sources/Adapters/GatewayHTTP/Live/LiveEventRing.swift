// SPDX-License-Identifier: Apache-2.0

import CallCore

/// The latest events, numbered, as many as the bounds allow: a pure value. A number that is missing among them is an event
/// that was lost.
struct LiveEventRing: Sendable {
    struct Entry: Sendable {
        let number: Int
        let event: StoredCallEvent
        fileprivate let bytes: Int
    }

    private let limits: LiveEventLimits
    private var entries: [Entry] = []
    /// Where the remembered ones begin; those before it are cleared away now and then.
    private var start = 0
    private var bytes = 0
    /// The number of the latest event, remembered or lost.
    private(set) var latest = 0

    init(_ limits: LiveEventLimits) {
        self.limits = limits
    }

    /// How many are remembered.
    var count: Int { self.entries.count - self.start }

    mutating func append(_ event: StoredCallEvent) {
        self.latest += 1
        let entry = Entry(number: self.latest, event: event, bytes: Self.size(of: event))
        self.entries.append(entry)
        self.bytes += entry.bytes
        while self.count > 1, self.count > self.limits.remembered || self.bytes > self.limits.rememberedBytes {
            self.bytes -= self.entries[self.start].bytes
            self.start += 1
        }
        // So each is moved about once.
        if self.start > self.count {
            self.entries.removeFirst(self.start)
            self.start = 0
        }
    }

    /// Events were lost before they came here.
    mutating func skip(_ count: Int) {
        self.latest += max(0, count)
    }

    /// The oldest remembered events behind a number, in order.
    func events(after number: Int) -> ArraySlice<Entry> {
        let known = self.entries[self.start...]
        // Numbers only grow, so half of what is left can be passed over each time.
        var (low, high) = (known.startIndex, known.endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if known[middle].number > number { high = middle } else { low = middle + 1 }
        }
        return known[low...]
    }

    /// About what an event takes: the words count, the rest is alike.
    private static func size(of event: StoredCallEvent) -> Int {
        guard case .spoken(let line) = event.event.kind else { return 512 }
        return 512 + line.text.utf8.count + line.words.count * 64
    }
}
