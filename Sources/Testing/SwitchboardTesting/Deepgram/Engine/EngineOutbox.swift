// SPDX-License-Identifier: Apache-2.0

/// Messages on their way out, each with its time.
struct EngineOutbox: Sendable {
    struct Entry: Sendable {
        var due: Duration
        var action: DeepgramEngineAction
        /// Words that are final with this message.
        var words: [HeardWord] = []
        var isResult = false
    }

    private var entries: [Entry] = []
    private var newest: Duration = .zero

    /// When the next message is due.
    var nextDue: Duration? { self.entries.first?.due }

    /// Adds a message that overtakes none.
    mutating func append(_ entry: Entry) {
        var entry = entry
        entry.due = max(entry.due, self.newest)
        self.newest = entry.due
        self.insert(entry)
    }

    /// Adds a message that others may overtake.
    mutating func appendLate(_ entry: Entry) { self.insert(entry) }

    /// Adds a message after everything.
    mutating func appendLast(_ entry: Entry) {
        self.newest = max(self.newest, self.entries.last?.due ?? self.newest)
        self.append(entry)
    }

    mutating func takeDue(now: Duration) -> Entry? {
        guard let first = self.entries.first, first.due <= now else { return nil }
        return self.entries.removeFirst()
    }

    mutating func removeAll() { self.entries.removeAll() }

    private mutating func insert(_ entry: Entry) {
        let place = self.entries.lastIndex { $0.due <= entry.due }.map { $0 + 1 } ?? 0
        self.entries.insert(entry, at: place)
    }
}
