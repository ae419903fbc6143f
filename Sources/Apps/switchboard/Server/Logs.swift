// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Telemetry

/// The log of the whole process: set up once, lines on standard error.
struct Logs: Sendable {
    /// The server's own logger.
    let logger: Logger
    private let output: LogOutput

    /// Bootstraps swift-log; call it once, before anything logs.
    static func start(level: Logger.Level, format: LogFormat, secrets: [String] = []) -> Logs {
        // Whoever reads our lines may go away; that is no reason to end calls.
        signal(SIGPIPE, SIG_IGN)
        let output = LogOutput.standardError(
            format: format,
            levels: LogLevels(level),
            redaction: LogRedaction(secretValues: secrets)
        )
        LoggingSystem.bootstrap { output.handler(label: $0, metadataProvider: .spans) }
        return Logs(logger: Logger(label: "switchboard"), output: output)
    }

    /// Waits until what was logged is written; last thing before the process ends.
    func flush() {
        self.output.flush()
    }
}
