// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The executable itself: exit codes, signals, what it prints.
@Suite(.timeLimit(.minutes(3)))
struct CommandTests {
    @Test func productionWithoutConfigurationExits78AndListsAllOfIt() async throws {
        let run = try await Executable.run(["serve"], environment: ["SWITCHBOARD_ENV": "production"])
        #expect(run.status == 78)
        for name in [
            "SUPABASE_URL", "SUPABASE_SERVICE_ROLE_KEY", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "DEEPGRAM_API_KEY",
        ] {
            #expect(run.errors.contains(name))
        }
    }

    @Test func configCheckListsMalformedValuesAsJSON() async throws {
        let run = try await Executable.run(
            ["config", "check", "--json"],
            environment: ["PORT": "99999", "TWILIO_ACCOUNT_SID": "nonsense", "PUBLIC_URL": "no url"]
        )
        #expect(run.status == 78)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let problems = try #require(report["problems"] as? [[String: String]])
        #expect(Set(problems.compactMap { $0["setting"] }) == ["PORT", "TWILIO_ACCOUNT_SID", "PUBLIC_URL"])
    }

    @Test func configShowNeverShowsASecret() async throws {
        let secret = "0123456789abcdef0123456789abcdef"
        let run = try await Executable.run(["config", "show"], environment: ["TWILIO_AUTH_TOKEN": secret])
        #expect(run.status == 0)
        #expect(run.output.contains("TWILIO_AUTH_TOKEN"))
        #expect(!run.output.contains(secret))
    }

    @Test func unknownOptionsAreUsageErrors() async throws {
        #expect(try await Executable.run(["serve", "--nonsense"]).status == 64)
        #expect(try await Executable.run(["call"]).status == 64)
    }

    @Test func theDoctorSaysWhichPartOfARequestWasSignedOtherwise() async throws {
        let body = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212"
        let request = ["--signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "--body", body, "--token", "12345", "--json"]
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2"
        let right = try await Executable.run(["doctor", "signature", "--url", url] + request)
        #expect(right.status == 0)
        let wrong = try await Executable.run(
            ["doctor", "signature", "--url", url.replacing("https:", with: "http:")] + request
        )
        #expect(wrong.status == 1)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(wrong.output.utf8)) as? [String: Any])
        #expect(report["differs"] as? String == "scheme")
        #expect(!wrong.output.contains("12345"))
        #expect(try await Executable.run(["doctor", "signature", "--url", "no url", "--token", "1"]).status == 64)
    }

    @Test func aServerEndsWithZeroAfterSIGTERM() async throws {
        let server = try Executable.start(
            ["serve", "--port", "0"],
            environment: ["SPEECH": "none", "LOG_FORMAT": "json"]
        )
        try await server.waitForLine(containing: "\"msg\":\"listening\"")
        server.signal(SIGTERM)
        #expect(await server.status() == 0)
    }

    @Test func aPortThatIsTakenIsOneClearLineAndExit69() async throws {
        let first = try Executable.start(
            ["serve", "--port", "0"],
            environment: ["SPEECH": "none", "LOG_FORMAT": "json"]
        )
        let line = try await first.waitForLine(containing: "\"msg\":\"listening\"")
        let port = try #require(line.firstMatch(of: /"http\.port":"?(\d+)/)?.1)
        let second = try await Executable.run(["serve", "--port", String(port)], environment: ["SPEECH": "none"])
        #expect(second.status == 69)
        #expect(second.errors.contains(String(port)))
        first.signal(SIGTERM)
        #expect(await first.status() == 0)
    }
}
