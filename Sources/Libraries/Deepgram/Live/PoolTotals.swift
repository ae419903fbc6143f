// SPDX-License-Identifier: Apache-2.0

/// How many connections the pool has on each event loop. A pure value, shared by all of them.
struct PoolTotals: Sendable {
    let limit: Int
    private(set) var idle: [Int]
    private(set) var pending = 0
    var isShutDown = false

    init(limit: Int, shards: Int) {
        self.limit = limit
        self.idle = Array(repeating: 0, count: shards)
    }

    var allIdle: Int { self.idle.reduce(0, +) }

    /// Room for one more that is to be made.
    mutating func begin() -> Bool {
        guard !self.isShutDown, self.allIdle + self.pending < self.limit else { return false }
        self.pending += 1
        return true
    }

    mutating func failed() {
        self.pending -= 1
    }

    mutating func succeeded(on shard: Int) {
        self.pending -= 1
        self.idle[shard] += 1
    }

    /// A connection comes back from a call.
    mutating func keep(on shard: Int) -> Bool {
        guard !self.isShutDown, self.allIdle + self.pending < self.limit else { return false }
        self.idle[shard] += 1
        return true
    }

    mutating func remove(from shard: Int) {
        self.idle[shard] -= 1
    }

    /// Where the most are.
    var richest: Int? {
        guard let shard = self.idle.indices.max(by: { self.idle[$0] < self.idle[$1] }) else { return nil }
        return self.idle[shard] > 0 ? shard : nil
    }
}
