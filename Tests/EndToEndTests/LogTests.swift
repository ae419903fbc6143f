// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import SwitchboardTesting
import Testing
import Twilio

/// What is in the log when everything is logged that may be: nothing that is anybody else's business.
@Suite(.timeLimit(.minutes(3)))
struct LogTests {
    private static let apiKey = "operator-key-5f2b8c"
    /// Too short to be found and masked wherever it stands.
    private static let shortKey = "Zq!9"
    private static let question = "what are your opening hours"
    private static let hostile = "<script>alert(1)</script>\r\nfake: line\u{1B}[31mred\u{1B}[0m\u{2028}\u{202E}"

    @Test func keepsSecretsNumbersAndWordsOutOfTheLog() async throws {
        try await ServingExecutable.Folder.with { folder in
            let server = try await ServingExecutable.start(
                in: folder,
                environment: [
                    "SPEECH": "offline", "LOG_LEVEL": "debug", "API_KEYS": "\(Self.apiKey),\(Self.shortKey)",
                    "DRAIN_SECONDS": "0",
                ]
            )
            let calls = self.calls(server)
            let results = try await ServingExecutable.withTwilio { twilio in
                var results: [SimulatedCallResult] = []
                for call in calls { results.append(try await twilio.place(call)) }
                return results
            }
            try await self.askAsOperator(server, about: results[0].sid)
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)

            let log = server.executable.errors
            try self.checkForm(of: log, naming: results.map(\.sid))
            var lines: [String] = []
            for result in results { lines += try await ServingExecutable.keptLines(of: result.sid, in: folder) }
            #expect(lines.contains { $0.localizedCaseInsensitiveContains("hours") }, "\(lines)")
            let words = lines + [Self.question]
            for secret in words + self.secrets(calls, results) {
                #expect(!log.localizedCaseInsensitiveContains(secret), "the log has “\(secret)”")
            }
        }
    }

    /// A caller with a number who asks something, a caller with a hostile one, and two that are refused.
    private func calls(_ server: ServingExecutable) -> [SimulatedCall] {
        var talker = server.call([
            .waitForAgent(), .press("7"), .say(Self.question, voice: nil), .waitForAgent(), .hangUp,
        ])
        talker.from = "+14155552671"
        talker.to = "+442071838750"
        talker.parameters = [
            "CallerName": Self.hostile, "ForwardedFrom": "+33142685300", "FromCity": Self.hostile,
        ]
        talker.statusCallback = server.origin + "/api/calls/status"
        var nameless = server.call([.waitForAgent(), .hangUp])
        nameless.from = Self.hostile
        nameless.to = "sip:+14155552672@evil.example\r\n"
        nameless.parameters = ["CallerName": Self.hostile, "StirVerstat": Self.hostile]
        var stranger = talker
        stranger.sid = CallSID.random().description
        stranger.signing = .wrongToken
        var thief = server.call()
        thief.from = talker.from
        thief.streamSigning = .garbage
        thief.script.hangUpAfter = .seconds(1)
        return [talker, nameless, stranger, thief]
    }

    private func askAsOperator(_ server: ServingExecutable, about sid: String) async throws {
        let path = "/api/calls/\(sid)/transcript"
        #expect(try await server.get(path, headers: ["Authorization": "Bearer \(Self.apiKey)"]).status == 200)
        #expect(try await server.get(path, headers: ["Authorization": "Bearer wrong-\(Self.apiKey)"]).status == 401)
        let query = "/api/calls?from=%2B14155552671&key=\(Self.apiKey)"
        #expect(try await server.get(query).status == 401)
    }

    /// Each line is one JSON object in printable characters, and the calls are there.
    private func checkForm(of log: String, naming calls: [String]) throws {
        let lines = log.utf8.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count > 10)
        for line in lines {
            let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            #expect(object?["ts"] is String && object?["level"] is String && object?["msg"] is String, "\(line)")
        }
        #expect(lines.contains { String(Substring($0)).contains(#""level":"debug""#) })
        let isPlain = log.unicodeScalars.allSatisfy { $0 == "\n" || !(0..<0x20).contains($0.value) }
        #expect(isPlain && !log.contains("\u{2028}") && !log.contains("\u{202E}"))
        #expect(calls.prefix(2).allSatisfy(log.contains))
        // It is masked, not left out.
        #expect(log.contains("***2671"))
    }

    /// Secrets, tokens of streams, whole numbers in both notations, and a stranger's markup.
    private func secrets(_ calls: [SimulatedCall], _ results: [SimulatedCallResult]) -> [String] {
        let tokens = results.flatMap(\.streams).compactMap { $0.url.split(separator: "/").last.map(String.init) }
        #expect(tokens.count >= 3)
        let numbers = ["14155552671", "442071838750", "33142685300", "14155552672"]
        return [ServingExecutable.token, Self.apiKey, Self.shortKey, "<script", "alert(1)", "[31m"] + tokens + numbers
    }
}
