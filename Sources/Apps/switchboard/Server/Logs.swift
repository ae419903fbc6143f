// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Telemetry

/// The log of the whole process: set up once, lines on standard error.
struct Logs: Sendable {
    /// Changes what is logged while the server runs.
    let levels: LogLevelControl
    /// Reads the configured levels again, where they came from a place that can be read again.
    let reload: LogLevelReload?
    private let output: LogOutput

    /// Bootstraps swift-log; call it once, before anything logs.
    ///
    /// - Parameters:
    ///   - levels: what is logged at first.
    ///   - format: the shape of lines.
    ///   - secrets: what is never written.
    ///   - settings: reads the settings anew, for levels that changed since.
    /// - Returns: the log.
    static func start(
        levels: LogLevels,
        format: LogFormat,
        secrets: [String] = [],
        settings: (@Sendable () async throws -> SettingValues)? = nil
    ) -> Logs {
        // Whoever reads our lines may go away; that is no reason to end calls.
        signal(SIGPIPE, SIG_IGN)
        let output = LogOutput.standardError(
            format: format,
            levels: levels,
            redaction: LogRedaction(secretValues: secrets)
        )
        LoggingSystem.bootstrap { output.handler(label: $0, metadataProvider: .spans) }
        let control = LogLevelControl(output)
        let reload = settings.map { LogLevelReload(control: control, read: $0) }
        return Logs(levels: control, reload: reload, output: output)
    }

    /// The server's own logger.
    var logger: Logger { self.logger(.server) }

    /// The logger of one part of the server.
    func logger(_ component: LogComponent) -> Logger {
        Logger(label: component.rawValue)
    }

    /// Lines that were lost so far because they could not be written in time.
    var droppedLines: UInt64 { self.output.droppedLines }

    /// Waits until what was logged is written; last thing before the process ends.
    func flush() {
        self.output.flush()
    }
}
