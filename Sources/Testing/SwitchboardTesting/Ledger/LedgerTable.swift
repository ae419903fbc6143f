// SPDX-License-Identifier: Apache-2.0

/// Resources of one kind in the order they were made, by SID; the oldest go when there are too many.
struct LedgerTable<Row: Sendable>: Sendable {
    private struct Entry: Sendable {
        var sequence: Int
        var row: Row
    }

    /// How many rows are kept.
    let capacity: Int
    private var entries: [String: Entry] = [:]
    /// SIDs, oldest first.
    private var order: [String] = []
    private var nextSequence = 1

    init(capacity: Int = 20_000) {
        self.capacity = capacity
    }

    /// The row of a SID. Setting a new one puts it at the end, setting `nil` removes it.
    subscript(sid: String) -> Row? {
        get { self.entries[sid]?.row }
        set {
            guard let row = newValue else {
                if self.entries.removeValue(forKey: sid) != nil { self.order.removeAll { $0 == sid } }
                return
            }
            if self.entries[sid] != nil {
                self.entries[sid]?.row = row
                return
            }
            self.entries[sid] = Entry(sequence: self.nextSequence, row: row)
            self.nextSequence += 1
            self.order.append(sid)
            if self.order.count > self.capacity { self.entries[self.order.removeFirst()] = nil }
        }
    }

    /// Rows with their place in time, the newest first, as Twilio lists them.
    var newestFirst: [(sequence: Int, row: Row)] {
        self.order.reversed().compactMap { sid in self.entries[sid].map { ($0.sequence, $0.row) } }
    }

    /// Changes a row, if there is one.
    mutating func update(_ sid: String, _ change: (inout Row) -> Void) {
        guard var entry = self.entries[sid] else { return }
        change(&entry.row)
        self.entries[sid] = entry
    }
}
