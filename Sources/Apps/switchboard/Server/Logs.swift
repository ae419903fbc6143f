// SPDX-License-Identifier: Apache-2.0

import Logging
import Telemetry

/// Sets up logging for the whole process, once.
enum Logs {
    /// Lines go to standard error.
    static func start(level: Logger.Level, format: LogFormat) -> Logger {
        let output = LogOutput.standardError
        LoggingSystem.bootstrap { label in
            StructuredLogHandler(label: label, level: level, format: format, output: output)
        }
        return Logger(label: "switchboard")
    }
}
