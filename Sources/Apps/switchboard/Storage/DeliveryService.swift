// SPDX-License-Identifier: Apache-2.0

import CallStorage
import Logging
import ServiceLifecycle

/// Delivers the journal's events while the server runs, and the last of them when it shuts down, after the journal has
/// stored them.
struct DeliveryService: Service {
    let shared: SharedStorage
    let logger: Logger

    func run() async throws {
        try await withThrowingDiscardingTaskGroup { tasks in
            tasks.addTask { await self.shared.delivery.run() }
            tasks.addTask { await self.shared.watch() }
            do {
                try await gracefulShutdown()
                let left = await self.shared.delivery.drain(within: self.shared.drain)
                if left > 0 {
                    self.logger.notice(
                        "events wait in the journal for the next start",
                        metadata: ["store": "\(self.shared.name)", "events": "\(left)"]
                    )
                }
            } catch is CancellationError {
                // At once: what is not delivered is in the journal.
            }
            tasks.cancelAll()
        }
    }
}
