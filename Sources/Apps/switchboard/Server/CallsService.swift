// SPDX-License-Identifier: Apache-2.0

import CallCore
import ServiceLifecycle

/// Cleans up after calls while the server runs, and drains them when it shuts down.
struct CallsService: Service {
    let manager: CallSessionManager

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.manager.run() }
        await self.manager.drain()
    }
}
