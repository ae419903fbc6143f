// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(1)))
struct LogLevelTests {
    /// Levels as a log would have them.
    private final class Levels: Sendable {
        let status = Mutex(LogLevelSwitch.Status(levels: "info", standing: "info", components: ["Calls": "info"]))

        var control: LogLevelSwitch {
            LogLevelSwitch(
                status: { self.status.withLock { $0 } },
                set: { text, duration throws(LogLevelSwitch.Flaw) in
                    guard text != "loud" else { throw LogLevelSwitch.Flaw("A log level is one of trace, debug, …") }
                    self.status.withLock { status in
                        status.levels = text
                        status.left = duration
                        if duration == nil { status.standing = text }
                    }
                }
            )
        }
    }

    private let levels = Levels()
    private let reader = APIKey()
    private let admin = APIKey()

    private func run(_ body: (TestGateway) async throws -> Void) async throws {
        try await TestGateway.run({ setup in
            setup.gateway.logLevels = self.levels.control
            setup.gateway.apiKeys = [
                self.reader.entry(named: "reader", scope: .control),
                self.admin.entry(named: "night-desk", scope: .admin),
            ]
        }) { gateway async throws in try await body(gateway) }
    }

    private func ask(
        _ method: String,
        _ gateway: TestGateway,
        _ key: APIKey,
        _ body: String = ""
    ) async throws -> RawHTTP.Answer {
        try await RawHTTP.request(
            method,
            "/api/log-levels",
            port: gateway.port,
            headers: [("Authorization", "Bearer \(key.text)"), ("Content-Type", "application/json")],
            body: Array(body.utf8)
        )
    }

    @Test func showsWhatIsLogged() async throws {
        try await self.run { gateway in
            let answer = try await self.ask("GET", gateway, self.admin)
            #expect(answer.status == 200)
            #expect(
                answer.body == #"{"components":{"Calls":"info"},"levels":"info","standing":"info"}"#
            )
        }
    }

    @Test func setsLevelsForAWhileAndSaysWhoDidIt() async throws {
        try await self.run { gateway in
            let answer = try await self.ask(
                "PUT",
                gateway,
                self.admin,
                #"{"levels":"info,Calls=debug","seconds":600}"#
            )
            #expect(answer.status == 200, "\(answer.body)")
            #expect(answer.body.contains(#""levels":"info,Calls=debug""#) && answer.body.contains(#""seconds":600"#))
            #expect(self.levels.status.withLock { $0.left } == .seconds(600))
            let line = try #require(gateway.lines("log levels changed").first)
            #expect(line["operator.key"] == "night-desk")
            #expect(line["log.levels"] == "info,Calls=debug")
            #expect(line["log.seconds"] == "600")
        }
    }

    @Test func wantsTheScopeOfAnAdministrator() async throws {
        try await self.run { gateway in
            for method in ["GET", "PUT"] {
                let answer = try await self.ask(method, gateway, self.reader, #"{"levels":"trace"}"#)
                #expect(answer.status == 403)
            }
            #expect(try await self.ask("POST", gateway, self.admin, "{}").status == 405)
            #expect(self.levels.status.withLock { $0.levels } == "info")
        }
    }

    @Test(arguments: [
        (#"{"levels":"loud"}"#, "levels", "A log level is one of"), (#"{"levels":""}"#, "levels", "missing"),
        ("{}", "levels", "missing"), (#"{"levels":"info","seconds":0}"#, "seconds", "between 1 and 86400"),
        (#"{"levels":"info","seconds":86401}"#, "seconds", "between 1 and 86400"),
        (#"{"levels":"info","second":5}"#, "second", "unknown"), (#"{"levels":7}"#, "levels", "text"),
    ])
    func saysWhatIsWrong(_ body: String, _ field: String, _ detail: String) async throws {
        try await self.run { gateway in
            let answer = try await self.ask("PUT", gateway, self.admin, body)
            #expect(answer.status == 422)
            #expect(answer["content-type"] == "application/problem+json")
            #expect(answer.body.contains(#""field":"\#(field)""#) && answer.body.contains(detail), "\(answer.body)")
            #expect(self.levels.status.withLock { $0.levels } == "info")
            #expect(gateway.lines("log levels changed").isEmpty)
        }
    }

    @Test func isNotThereWithoutALogToSwitch() async throws {
        try await TestGateway.run({ $0.gateway.apiKeys = [self.admin.entry(named: "a", scope: .admin)] }) {
            gateway async throws in
            #expect(try await self.ask("GET", gateway, self.admin).status == 404)
        }
    }
}
