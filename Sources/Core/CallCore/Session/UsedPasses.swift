// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Which passes of other servers were used here, until nobody would take them any more: at most ``limit``; a pure value.
struct UsedPasses: Sendable {
    let limit: Int
    private var used: [StreamPass.Nonce: NIODeadline] = [:]

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { self.used.count }

    /// Takes note of a pass; `false` if it was used before, or if so many are that no further one could be noted.
    mutating func use(_ nonce: StreamPass.Nonce, until end: NIODeadline, now: NIODeadline) -> Bool {
        if let known = self.used[nonce], known > now { return false }
        if self.used.count >= self.limit { self.used = self.used.filter { $0.value > now } }
        guard self.used.count < self.limit else { return false }
        self.used[nonce] = end
        return true
    }
}
