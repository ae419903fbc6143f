// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP
import Logging
import ServiceLifecycle
import UnixSignals

/// SIGHUP: reads `LOG_LEVEL` and the operators' keys again. It never ends the server, whatever is wrong with them and
/// however late it comes.
struct HangupSignalService: Service {
    let keyFile: KeyFile?
    let levels: LogLevelReload?
    /// Trapped by whoever runs the services, from before the first of them to after the last one.
    let signals: UnixSignalsSequence
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.signals { await self.reload() }
        }
    }

    private func reload() async {
        if self.keyFile == nil, self.levels == nil { self.logger.info("nothing to read again") }
        await self.levels?.reload(self.logger)
        self.keyFile.map(self.reload)
    }

    private func reload(_ keyFile: KeyFile) {
        do {
            try keyFile.reload()
            self.logger.notice("operators' keys read again", metadata: ["keys.count": "\(keyFile.ring.count)"])
        } catch {
            self.logger.error(
                "operators' keys cannot be read again; the old ones stay",
                metadata: ["error": "\(error)"]
            )
        }
    }
}
