// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOPosix
import SwitchboardTesting
import Testing

/// `switchboard twilio link` against the simulated API.
@Suite(.timeLimit(.minutes(3)))
struct TwilioLinkTests {
    private static let number = "+12025550143"

    private func run(_ body: (SimulatedREST, [String: String]) async throws -> Void) async throws {
        let twilio = SimulatedTwilio(eventLoopGroup: MultiThreadedEventLoopGroup.singleton)
        twilio.numbers.own(Self.number, settings: ["VoiceUrl": "https://old.example.com/voice"])
        let rest = try await twilio.serveREST(account: .example)
        let environment = [
            "TWILIO_ACCOUNT_SID": SimulatedAccount.example.sid, "TWILIO_AUTH_TOKEN": "12345",
            "TWILIO_API_URL": rest.baseURL, "PUBLIC_URL": "https://voice.example.com",
        ]
        do {
            try await body(rest, environment)
        } catch {
            try await rest.stop()
            try await twilio.shutdown()
            throw error
        }
        try await rest.stop()
        try await twilio.shutdown()
    }

    private func json(_ run: Executable.Run) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
    }

    @Test func showsTheChangeMakesItAndTakesItBack() async throws {
        try await self.run { rest, environment in
            let command = ["twilio", "link", Self.number, "--json"]
            let shown = try self.json(try await Executable.run(command + ["--dry-run"], environment: environment))
            #expect(shown["applied"] as? Bool == false)
            let made = try self.json(try await Executable.run(command + ["--yes"], environment: environment))
            #expect(made["applied"] as? Bool == true)
            let changes = try #require(made["changes"] as? [[String: String]])
            let voice = try #require(changes.first { $0["field"] == "voice_url" })
            #expect(voice["before"] == "https://old.example.com/voice")
            #expect(voice["after"] == "https://voice.example.com/api/calls/incoming")
            let again = try self.json(try await Executable.run(command + ["--dry-run"], environment: environment))
            #expect((again["changes"] as? [Any])?.isEmpty == true)

            let undo = try JSONSerialization.data(withJSONObject: try #require(made["undo"]))
            let back = try await Executable.run(
                ["twilio", "link", "--undo", String(decoding: undo, as: UTF8.self)],
                environment: environment
            )
            #expect(back.status == 0, "\(back.errors)")
            let after = try self.json(try await Executable.run(command + ["--dry-run"], environment: environment))
            #expect((after["changes"] as? [Any])?.isEmpty == false)
        }
    }

    @Test func saysWhichSettingsAreMissingAndWhichNumberIs() async throws {
        try await self.run { rest, environment in
            let nobody = try await Executable.run(["twilio", "link", Self.number, "--yes"])
            #expect(nobody.status == 78 && nobody.errors.contains("TWILIO_ACCOUNT_SID"))
            let foreign = try await Executable.run(
                ["twilio", "link", "+12025550199", "--yes"],
                environment: environment
            )
            #expect(foreign.status == 69 && foreign.errors.contains("0199") && !foreign.errors.contains("+12025550199"))
            var wrong = environment
            wrong["TWILIO_AUTH_TOKEN"] = "54321"
            let refused = try await Executable.run(["twilio", "link", Self.number, "--yes"], environment: wrong)
            #expect(refused.status == 69 && !refused.errors.contains("54321"))
        }
    }
}
