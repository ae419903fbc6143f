// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Logging

/// What operators see and change of the log.
struct LogLevelRoutes: Sendable {
    /// How long levels may be set for a while, in seconds.
    private static let allowed: ClosedRange<Duration> = .seconds(1) ... .seconds(86_400)
    private static let longestText = 4_096

    let levels: LogLevelSwitch

    /// `GET /api/log-levels`.
    @Sendable func show(_ request: Request, _ context: GatewayContext) -> Response {
        Answer.json(LogLevelDocument(self.levels.status()))
    }

    /// `PUT /api/log-levels`: `{"levels":"info,Calls=debug","seconds":600}`; without `seconds` for good, which is until
    /// the server ends.
    @Sendable func set(_ request: Request, _ context: GatewayContext) async throws -> Response {
        var fields = try await JSONRequest.read(request)
        let text = try fields.required("levels")
        let duration = try fields.seconds("seconds")
        try fields.finish()
        if let duration, !Self.allowed.contains(duration) {
            throw Problem.invalid("seconds", "seconds must be between 1 and 86400; without it the levels stay.")
        }
        guard text.utf8.count <= Self.longestText else {
            throw Problem.invalid("levels", "levels must have at most \(Self.longestText) bytes.")
        }
        do throws(LogLevelSwitch.Flaw) {
            try self.levels.set(text, duration)
        } catch {
            throw Problem.invalid("levels", error.message)
        }
        let status = self.levels.status()
        self.report(status, context)
        return Answer.json(LogLevelDocument(status))
    }

    /// Who changed what; the key's name is on the line already. It is logged whatever the levels are now.
    private func report(_ status: LogLevelSwitch.Status, _ context: GatewayContext) {
        var logger = context.logger
        logger.logLevel = .notice
        logger.notice(
            "log levels changed",
            metadata: [
                "log.levels": "\(status.levels)",
                "log.seconds": status.left.map { .stringConvertible(Int64(($0 / .seconds(1)).rounded(.up))) }
                    ?? "for good",
            ]
        )
    }
}
