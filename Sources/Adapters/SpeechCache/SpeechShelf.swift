// SPDX-License-Identifier: Apache-2.0

/// Sounds in memory, within a bound of bytes; what was not asked for longest goes first.
struct SpeechShelf: Sendable {
    private struct Entry {
        var speech: KeptSpeech
        var cost: Int
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

    /// Finds a sound.
    mutating func find(_ key: SpeechKey) -> KeptSpeech? {
        guard let entry = self.entries[key] else { return nil }
        self.clock += 1
        self.entries[key]?.usedAt = self.clock
        return entry.speech
    }

    /// Keeps a sound, unless it alone is over the bound; returns how many had to go.
    mutating func keep(_ speech: KeptSpeech, for key: SpeechKey) -> Int {
        let cost = speech.cost
        guard cost <= self.limit else { return 0 }
        if let old = self.entries.removeValue(forKey: key) { self.bytes -= old.cost }
        var evictions = 0
        while self.bytes + cost > self.limit, let oldest = self.entries.min(by: { $0.value.usedAt < $1.value.usedAt }) {
            self.entries[oldest.key] = nil
            self.bytes -= oldest.value.cost
            evictions += 1
        }
        self.clock += 1
        self.entries[key] = Entry(speech: speech, cost: cost, usedAt: self.clock)
        self.bytes += cost
        return evictions
    }
}
