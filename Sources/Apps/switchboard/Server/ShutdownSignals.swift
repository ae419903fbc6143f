// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import UnixSignals

/// The first SIGTERM or SIGINT shuts down gracefully, the second one at once.
enum ShutdownSignals {
    private struct SecondSignal: Error {}

    /// Runs the services until they end. `onFirst` is called at the first signal, before any service is told.
    static func run(
        _ group: ServiceGroup,
        handlesSignals: Bool,
        logger: Logger,
        onFirst: @escaping @Sendable () -> Void
    ) async throws {
        guard handlesSignals else { return try await group.run() }
        // Before anybody is told that calls can come: a signal that nobody traps yet would end the process at once.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        do {
            try await withThrowingTaskGroup(of: Bool.self) { tasks in
                tasks.addTask {
                    try await group.run()
                    return true
                }
                tasks.addTask {
                    try await self.listen(to: signals, group, logger: logger, onFirst: onFirst)
                    return false
                }
                while let isDone = try await tasks.next(), !isDone {}
                tasks.cancelAll()
            }
        } catch is SecondSignal {
            logger.warning("second signal: stopping at once")
        }
    }

    private static func listen(
        to signals: UnixSignalsSequence,
        _ group: ServiceGroup,
        logger: Logger,
        onFirst: @Sendable () -> Void
    ) async throws {
        var isShuttingDown = false
        for await signal in signals {
            if isShuttingDown { throw SecondSignal() }
            isShuttingDown = true
            logger.notice("shutting down", metadata: ["signal": "\(signal)"])
            onFirst()
            await group.triggerGracefulShutdown()
        }
    }
}
