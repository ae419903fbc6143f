// SPDX-License-Identifier: Apache-2.0

import Logging
import Telemetry

/// Reads `LOG_LEVEL` again from where the configuration came from, and sets it.
struct LogLevelReload: Sendable {
    let control: LogLevelControl
    /// Reads all settings anew.
    let read: @Sendable () async throws -> SettingValues

    /// Sets what is configured now, for good; says in one line what that is, or why the old levels stay.
    func reload(_ logger: Logger) async {
        do {
            let levels = try Self.levels(in: try await self.read())
            self.control.set(levels)
            logger.notice("log levels read again", metadata: ["log.levels": "\(levels)"])
        } catch {
            logger.error("log levels cannot be read again; the old ones stay", metadata: ["error": "\(error)"])
        }
    }

    private static func levels(in values: SettingValues) throws -> LogLevels {
        let problems = values.problems.filter { $0.subject == Setting.logLevel.name }
        guard problems.isEmpty else { throw ConfigurationProblems(problems: problems) }
        return try LogComponent.levels(values[.logLevel] ?? "")
    }
}
