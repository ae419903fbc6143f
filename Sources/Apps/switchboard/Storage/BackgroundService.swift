// SPDX-License-Identifier: Apache-2.0

import ServiceLifecycle

/// Work that goes on until the server shuts down.
struct BackgroundService: Service, CustomStringConvertible {
    /// What the log calls it.
    let description: String
    let work: @Sendable () async -> Void

    init(_ description: String, _ work: @escaping @Sendable () async -> Void) {
        self.description = description
        self.work = work
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.work() }
    }
}
