// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwitchboardTesting
import Testing

/// With a secret in every setting that takes one: none of them, and no caller's number, is in anything that a stranger or
/// a log sees.
@Suite(.timeLimit(.minutes(3)))
struct SecrecyTests {
    private static let apiKey = "sekret-operator-key-1f"
    private static let secrets = [
        "TWILIO_AUTH_TOKEN_SECONDARY": "5ec0da7e5ec0da7e5ec0da7e5ec0da7e",
        "TWILIO_API_SECRET": "sekret-twilio-api-2a", "DEEPGRAM_API_KEY": "sekret-deepgram-3b",
        "SUPABASE_SERVICE_ROLE_KEY": "sekret.supabase.role-4c",
        "OTEL_EXPORTER_OTLP_HEADERS": "Authorization=sekret-collector-8a",
    ]
    private static let collectorKey = "sekret-collector-8a"
    private static let subaccountToken = "5abacc055abacc055abacc055abacc05"
    private static let sharedKey = "sekret-shared-key-6e"
    private static let password = "sekret-database-7f"
    private static let numbers = ["+14155552671", "+442071838750", "+33142685300"]

    private static var environment: [String: String] {
        let account = "AC" + String(repeating: "5", count: 32)
        let others = [
            "SPEECH": "offline", "STORE": "sqlite", "LOG_LEVEL": "debug", "DRAIN_SECONDS": "0",
            "API_KEYS": Self.apiKey, "TWILIO_ACCOUNT_SID": SimulatedAccount.example.sid,
            "TWILIO_API_URL": "http://127.0.0.1:1", "TWILIO_API_KEY": "SK" + String(repeating: "4", count: 32),
            "TWILIO_SUBACCOUNTS": "\(account)=\(Self.subaccountToken)",
            "TWILIO_SHARED_KEYS": "first=\(Self.sharedKey)", "SUPABASE_URL": "http://127.0.0.1:1",
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "HEALTH_INTERVAL_SECONDS": "1",
            "DATABASE_URL": "postgres://switchboard:\(Self.password)@127.0.0.1:1/switchboard",
        ]
        var all = Self.secrets.merging(others) { $1 }
        #if PostgreSQL
        // Its errors are in the log and in the health.
        all["STORE"] = "postgres"
        #endif
        return all
    }

    @Test func nothingThatIsSeenHasASecretOrANumber() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(in: folder, environment: Self.environment)
            let result = try await ServingExecutable.withTwilio { twilio in
                let result = try await twilio.place(self.call(server))
                _ = try await twilio.place(self.forged(server))
                return result
            }
            #expect(result.violations.isEmpty, "\(result.violations)")
            var seen = try await self.answers(of: server)
            seen["/proc/PID/cmdline"] = try self.commandLine(of: server)
            let show = try await Executable.run(["config", "show"], environment: Self.environment)
            #expect(show.status == 0)
            seen["config show"] = show.output + show.errors
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
            seen["the log"] = server.executable.errors
            #expect(seen["the log"]?.contains(#""msg":"call ended""#) == true)
            self.check(seen, tokens: result.streams.map(\.url))
        }
    }

    private func check(_ seen: [String: String], tokens: [String]) {
        let secrets =
            Array(Self.secrets.values)
            + [
                Self.apiKey, Self.subaccountToken, Self.sharedKey, Self.collectorKey, Self.password,
                ServingExecutable.token,
            ]
            + tokens.compactMap { $0.split(separator: "/").last.map(String.init) }
        let numbers = Self.numbers.map { String($0.dropFirst()) }
        #expect(secrets.count >= 10)
        for (place, text) in seen {
            #expect(!text.isEmpty, "\(place)")
            for secret in secrets + numbers {
                #expect(!text.localizedCaseInsensitiveContains(secret), "\(place) has \(secret)")
            }
        }
    }

    private func call(_ server: ServingExecutable) -> SimulatedCall {
        var call = server.call([
            .waitForAgent(), .say("what are your opening hours", voice: nil), .waitForAgent(), .hangUp,
        ])
        call.from = Self.numbers[0]
        call.to = Self.numbers[1]
        call.parameters = ["ForwardedFrom": Self.numbers[2], "CallerName": "me \(Self.numbers[2])"]
        call.statusCallback = server.origin + "/api/calls/status"
        return call
    }

    private func forged(_ server: ServingExecutable) -> SimulatedCall {
        var call = self.call(server)
        call.signing = .wrongToken
        return call
    }

    /// Health, and what is answered to who is refused, with secrets where people put them by mistake.
    private func answers(of server: ServingExecutable) async throws -> [String: String] {
        var seen: [String: String] = [:]
        seen["health"] = try await server.get("/api/health").body
        let wrong = ["Authorization": "Bearer \(Self.sharedKey)"]
        seen["a wrong key"] = try await server.get("/api/calls?key=\(Self.apiKey)", headers: wrong).body
        seen["no path"] = try await server.get("/api/\(Self.apiKey)/\(Self.password)").body
        let right = ["Authorization": "Bearer \(Self.apiKey)"]
        seen["a wrong query"] = try await server.get("/api/calls?from=%2B1415555267x&limit=x", headers: right).body
        seen["metrics"] = try await server.get("/api/metrics", headers: right).body
        // With errors of what cannot be reached.
        seen["health in detail"] = try await server.poll("/api/health/detailed", key: Self.apiKey) {
            $1.contains(#""lastError":{"#)
        }
        seen["log levels"] = try await server.get("/api/log-levels", headers: right).body
        return seen
    }

    private func commandLine(of server: ServingExecutable) throws -> String {
        let path = "/proc/\(server.executable.processID)/cmdline"
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}
