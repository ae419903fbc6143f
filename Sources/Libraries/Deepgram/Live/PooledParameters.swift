// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// One parameter set on one event loop, with its idle connections.
final class PooledParameters {
    let parameters: ListenParameters
    var lastUsed: Int
    /// Somebody asked to keep connections for it.
    var isWarm = false
    /// It made room for others.
    var isForgotten = false
    /// How many idle connections there should be.
    var wanted = 0
    /// The oldest first.
    var idle: [PooledLink] = []
    /// Connections that are being made to be idle.
    var pending: [PooledLink] = []
    /// In a row.
    var failures = 0
    var retry: Scheduled<Void>?

    init(_ parameters: ListenParameters, lastUsed: Int) {
        self.parameters = parameters
        self.lastUsed = lastUsed
    }

    /// The lowest makes room for others: what was warmed goes last, otherwise what was not used for longest goes first.
    var precedence: (Int, Int) { (self.isWarm ? 1 : 0, self.lastUsed) }

    func takeOldest() -> PooledLink? {
        self.idle.isEmpty ? nil : self.idle.removeFirst()
    }

    func takeAll() -> [PooledLink] {
        defer { self.idle = [] }
        return self.idle
    }

    func takeAllPending() -> [PooledLink] {
        defer { self.pending = [] }
        return self.pending
    }

    func remove(_ link: PooledLink) -> Bool {
        guard let index = self.idle.firstIndex(where: { $0 === link }) else { return false }
        self.idle.remove(at: index)
        return true
    }
}
