// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP
import Logging
import ServiceLifecycle
import UnixSignals

/// SIGHUP: reads the operators' keys again. Without a file of keys it does nothing, and never ends the server.
struct HangupSignalService: Service {
    let keyFile: KeyFile?
    let isTrapping: Bool
    let logger: Logger

    func run() async throws {
        guard self.isTrapping else { return await Self.untilShutdown() }
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            for await _ in signals { self.reload() }
        }
    }

    private func reload() {
        guard let keyFile = self.keyFile else { return self.logger.info("nothing to read again") }
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

    private static func untilShutdown() async {
        let (stream, _) = AsyncStream<Never>.makeStream()
        await cancelWhenGracefulShutdown { for await _ in stream {} }
    }
}
