// SPDX-License-Identifier: Apache-2.0

import GatewayHTTP
import Logging
import Telemetry

extension SwitchboardServer {
    /// The logger of one part of the server; without a log of its own, all parts share one.
    func logger(_ component: LogComponent) -> Logger {
        self.logs?.logger(component) ?? self.logger
    }

    /// Takes levels back that were set for a while.
    var logLevelService: BackgroundService? {
        guard let logs = self.logs else { return nil }
        return BackgroundService("LogLevels") {
            await logs.levels.run { levels in
                logs.logger(.telemetry).notice("log levels are back", metadata: ["log.levels": "\(levels)"])
            }
        }
    }

    /// How operators see and set what is logged.
    var logLevelSwitch: LogLevelSwitch? {
        guard let control = self.logs?.levels else { return nil }
        return LogLevelSwitch(
            status: { Self.describe(control.status) },
            set: { text, duration throws(LogLevelSwitch.Flaw) in
                do throws(TelemetryError) {
                    let levels = try LogComponent.levels(text)
                    if let duration { control.set(levels, for: duration) } else { control.set(levels) }
                } catch {
                    throw LogLevelSwitch.Flaw(error.message)
                }
            }
        )
    }

    private static func describe(_ status: LogLevelControl.Status) -> LogLevelSwitch.Status {
        let components = LogComponent.allCases.map { ($0.rawValue, status.levels.level(for: $0.rawValue).rawValue) }
        return LogLevelSwitch.Status(
            levels: "\(status.levels)",
            standing: "\(status.standing)",
            left: status.left,
            components: Dictionary(uniqueKeysWithValues: components)
        )
    }
}
