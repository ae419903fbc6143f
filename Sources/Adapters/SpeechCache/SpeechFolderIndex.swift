// SPDX-License-Identifier: Apache-2.0

/// What is in the folder, and in which order it was used.
struct SpeechFolderIndex: Sendable {
    private struct Entry {
        var bytes: Int
        var usedAt: UInt64
    }

    let limit: Int
    private(set) var bytes = 0
    private var entries: [SpeechKey: Entry] = [:]
    private var clock: UInt64 = 0

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { self.entries.count }

    func holds(_ key: SpeechKey) -> Bool { self.entries[key] != nil }

    mutating func used(_ key: SpeechKey) {
        self.clock += 1
        self.entries[key]?.usedAt = self.clock
    }

    mutating func remove(_ key: SpeechKey) {
        if let entry = self.entries.removeValue(forKey: key) { self.bytes -= entry.bytes }
    }

    /// Notes a file; returns what has to be deleted for it, longest unused first.
    mutating func add(_ key: SpeechKey, bytes: Int) -> [SpeechKey] {
        self.remove(key)
        self.clock += 1
        self.entries[key] = Entry(bytes: bytes, usedAt: self.clock)
        self.bytes += bytes
        var surplus: [SpeechKey] = []
        while self.bytes > self.limit, let oldest = self.entries.min(by: { $0.value.usedAt < $1.value.usedAt }) {
            self.remove(oldest.key)
            surplus.append(oldest.key)
        }
        return surplus
    }
}
