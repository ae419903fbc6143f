// SPDX-License-Identifier: Apache-2.0

import CallCore
import GatewayHTTP
import ServiceLifecycle

/// Cleans up after calls while the server runs, and drains them when it shuts down.
struct CallsService: Service {
    /// HTTP stays up so long after streams were closed: Twilio's question what comes next is still on its way, and
    /// where it finds nobody the caller is cut off.
    private static let grace = Duration.seconds(2)

    let manager: CallSessionManager
    let gateway: Gateway

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.manager.run() }
        // To whoever shares it, if anybody does: what calls ask from now on is answered there.
        await self.gateway.leavePort()
        guard await self.manager.drain() > 0 else { return }
        try? await Task.sleep(for: Self.grace)
    }
}
