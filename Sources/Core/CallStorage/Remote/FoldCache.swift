// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Calls as they were last seen in the shared store. What is forgotten, or not true any more, costs a question.
struct FoldCache {
    private struct Entry {
        var fold: CallFold
        var used: UInt64
    }

    private let bound: Int
    private var entries: [CallID: Entry] = [:]
    private var uses: UInt64 = 0

    /// Remembers at most so many calls.
    init(bound: Int) {
        self.bound = max(0, bound)
    }

    var count: Int { self.entries.count }

    /// What is remembered of a call.
    mutating func fold(_ id: CallID) -> CallFold? {
        guard let fold = self.entries[id]?.fold else { return nil }
        self.uses += 1
        self.entries[id]?.used = self.uses
        return fold
    }

    /// Remembers a call, unless more is known of it.
    mutating func remember(_ fold: CallFold) {
        guard self.bound > 0, self.entries[fold.record.id].map({ $0.fold.events <= fold.events }) ?? true else {
            return
        }
        self.uses += 1
        self.entries[fold.record.id] = Entry(fold: fold, used: self.uses)
        guard self.entries.count > self.bound else { return }
        // A quarter at once, so that nearly all calls are remembered without a look at the others.
        let oldest = self.entries.sorted { $0.value.used < $1.value.used }.prefix(self.bound / 4 + 1)
        for (id, _) in oldest { self.entries[id] = nil }
    }

    /// Forgets a call.
    mutating func forget(_ id: CallID) { self.entries[id] = nil }
}
