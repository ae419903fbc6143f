// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import switchboard

struct ConfigurationTests {
    private static let account = "AC" + String(repeating: "0", count: 32)
    private static let token = String(repeating: "ab", count: 16)

    private func problems(_ environment: [String: String]) async throws -> [String] {
        do {
            _ = try ServerConfiguration(
                try await ConfigurationLoader.load(environment: environment),
                randomToken: { Self.token }
            )
            return []
        } catch let error as ConfigurationProblems {
            return error.problems.map(\.subject)
        }
    }

    @Test func developmentNeedsNothingAndSaysWhatItReplaced() async throws {
        let values = try await ConfigurationLoader.load(environment: [:])
        let configuration = try ServerConfiguration(values, randomToken: { Self.token })
        #expect(configuration.authTokens == [Self.token])
        #expect(configuration.port == 8080)
        #expect(configuration.speech == .offline)
        #expect(configuration.substitutions.count == 5)
    }

    /// A setting's default stands in its description and in the value it configures; they are the same.
    @Test func everyDefaultThatIsShownIsTheOneThatHoldsWithoutIt() async throws {
        let values = try await ConfigurationLoader.load(environment: [:])
        let shown = try ServerConfiguration(values, randomToken: { Self.token })
        var plain = ServerConfiguration(authTokens: [Self.token])
        plain.substitutions = shown.substitutions
        // It follows from DATA_DIR.
        plain.speechCache.folder = shown.speechCache.folder
        let differences = Self.lines(of: shown).difference(from: Self.lines(of: plain)).map { "\($0)" }
        #expect(differences.isEmpty)
    }

    private static func lines(of configuration: ServerConfiguration) -> [Substring] {
        var text = ""
        dump(configuration, to: &text)
        return text.split(separator: "\n")
    }

    @Test func productionWithoutAnythingListsEveryProblemAtOnce() async throws {
        let found = try await self.problems(["SWITCHBOARD_ENV": "production"])
        for name in [
            "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SUPABASE_URL", "SUPABASE_SERVICE_ROLE_KEY", "DEEPGRAM_API_KEY",
            "PUBLIC_URL",
        ] {
            #expect(found.contains(name), "\(name) is missing in \(found)")
        }
    }

    @Test func productionRunsOnTheEmbeddedReplacementsWhenTheyAreChosenInWords() async throws {
        let found = try await self.problems([
            "SWITCHBOARD_ENV": "production", "STORE": "sqlite", "SPEECH": "offline", "TWILIO_ACCOUNT_SID": Self.account,
            "TWILIO_AUTH_TOKEN": Self.token, "PUBLIC_URL": "https://voice.example.com",
        ])
        #expect(found.isEmpty)
    }

    @Test(arguments: [
        ("TWILIO_ACCOUNT_SID", "AC123"), ("TWILIO_ACCOUNT_SID", "XX" + String(repeating: "0", count: 32)),
        ("PUBLIC_URL", "voice.example.com"), ("PUBLIC_URL", "https://"), ("PUBLIC_URL", "https://a b"),
        ("PUBLIC_URL", "https://example.com?x=1"), ("PUBLIC_URL", "https://example.com:99999"),
        ("PORT", "99999"), ("PORT", "-1"), ("PORT", "http"), ("STORE", "oracle"), ("SPEECH", "parrot"),
        ("LOG_LEVEL", "loud"), ("MAX_CALLS", "0"), ("TRANSFER_NUMBER", "0800 FLOWERS"), ("SWITCHBOARD_ENV", "prod"),
        ("API_KEYS", " , "), ("SUPABASE_URL", "ftp://example.com"),
    ])
    func refusesMalformedValues(name: String, value: String) async throws {
        #expect(try await self.problems([name: value]).contains(name))
    }

    @Test func refusesWhatIsOnlyForLaptopsInProduction() async throws {
        let found = try await self.problems([
            "SWITCHBOARD_ENV": "production", "STORE": "sqlite", "SPEECH": "none", "TWILIO_ACCOUNT_SID": Self.account,
            "TWILIO_AUTH_TOKEN": "short", "PUBLIC_URL": "http://voice.example.com",
        ])
        #expect(Set(found) == ["SPEECH", "TWILIO_AUTH_TOKEN", "PUBLIC_URL"])
    }

    @Test(arguments: [
        (["STORE": "supabase"], ["SUPABASE_URL", "SUPABASE_SERVICE_ROLE_KEY"]),
        (["STORE": "postgres"], ["DATABASE_URL"]),
        (["STORE": "postgres", "DATABASE_URL": "nonsense"], ["DATABASE_URL"]),
        (
            [
                "STORE": "supabase", "SUPABASE_URL": "https://abc.supabase.co",
                "SUPABASE_SERVICE_ROLE_KEY": "sb_publishable_abc",
            ],
            ["SUPABASE_SERVICE_ROLE_KEY"]
        ),
    ])
    func saysWhatAStoreThatIsSharedNeeds(_ environment: [String: String], _ expected: [String]) async throws {
        #expect(try await self.problems(environment) == expected)
    }

    @Test func aStoreThatIsSharedIsReachedAsTheSettingsSay() async throws {
        let values = try await ConfigurationLoader.load(
            environment: [
                "STORE": "postgres", "DATABASE_URL": "postgresql://me:secret@db:5432/calls", "DATABASE_POOL": "3",
            ]
        )
        let storage = try ServerConfiguration(values, randomToken: { Self.token }).storage
        #expect(storage.kind == .postgres && storage.databasePool == 3)
        #expect(storage.secrets.contains("secret"))
    }

    @Test func aDeepgramKeyIsEnoughForDeepgram() async throws {
        let values = try await ConfigurationLoader.load(environment: ["DEEPGRAM_API_KEY": Self.token])
        let configuration = try ServerConfiguration(values, randomToken: { Self.token })
        #expect(configuration.speech == .deepgram)
        #expect(!configuration.substitutions.contains { $0.contains("embedded engines") })
        #expect(configuration.deepgram.secrets == [Self.token])
        let offline = try await ConfigurationLoader.load(
            environment: ["DEEPGRAM_API_KEY": Self.token, "SPEECH": "offline"]
        )
        #expect(try ServerConfiguration(offline, randomToken: { Self.token }).speech == .offline)
    }

    @Test(arguments: [
        (["SPEECH": "deepgram"], ["DEEPGRAM_API_KEY"]),
        (["DEEPGRAM_API_KEY": "k", "DEEPGRAM_MODEL": "nova-3-phonecall"], ["DEEPGRAM_MODEL"]),
        (["DEEPGRAM_API_KEY": "k", "DEEPGRAM_LANGUAGE": "english"], ["DEEPGRAM_MODEL"]),
        (["DEEPGRAM_API_KEY": "k", "DEEPGRAM_URL": "http://api.example.com"], ["DEEPGRAM_URL"]),
        (["DEEPGRAM_API_KEY": "a key"], ["DEEPGRAM_API_KEY"]),
        (["DEEPGRAM_API_KEY": "k", "DEEPGRAM_OUTAGE_SECONDS": "45"], ["DEEPGRAM_OUTAGE_SECONDS"]),
        (["DEEPGRAM_API_KEY": "k", "DEEPGRAM_POOL_MIN": "11"], ["DEEPGRAM_POOL_MIN"]),
        (["DEEPGRAM_API_KEY": "k", "DEEPGRAM_BATCH_MS": "10"], ["DEEPGRAM_BATCH_MS"]),
    ])
    func saysWhatDeepgramWouldRefuse(environment: [String: String], subjects: [String]) async throws {
        #expect(try await Set(self.problems(environment)) == Set(subjects))
    }

    @Test func aProblemNeverRepeatsASecret() async throws {
        let secret = "s3cr3t-value"
        let values = try await ConfigurationLoader.load(environment: [
            "SWITCHBOARD_ENV": "production", "TWILIO_AUTH_TOKEN": secret,
        ])
        #expect(throws: ConfigurationProblems.self) {
            try ServerConfiguration(values, randomToken: { Self.token })
        }
        do {
            _ = try ServerConfiguration(values, randomToken: { Self.token })
        } catch {
            #expect(!"\(error)".contains(secret))
        }
    }

    @Test func theEnvironmentGoesBeforeTheFileAndTheCommandLineBeforeBoth() async throws {
        let file = try self.file("port: 1111\nhost: 10.0.0.1\nmaxCalls: 7\ntwilio:\n  accountSid: \(Self.account)\n")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let values = try await ConfigurationLoader.load(
            overrides: [.host: "127.0.0.2"],
            file: file,
            environment: ["PORT": "2222", "HOST": "127.0.0.3"]
        )
        #expect(values[.port] == "2222")
        #expect(values[.host] == "127.0.0.2")
        #expect(values[.maximumCalls] == "7")
        #expect(values[.twilioAccount] == Self.account)
        #expect(values.entries.first { $0.setting == .maximumCalls }?.source == .file(file))
    }

    @Test func aMisspeltKeyInTheFileIsAProblem() async throws {
        let file = try self.file("prot: 1111\n")
        defer { try? FileManager.default.removeItem(atPath: file) }
        await #expect(throws: ConfigurationProblems.self) {
            try await ConfigurationLoader.load(file: file, environment: [:])
        }
    }

    @Test(arguments: ["{", "- a\n- b: [", "\u{0}", "port: [1, 2"])
    func aFileThatIsNoYAMLIsAProblem(text: String) async throws {
        let file = try self.file(text)
        defer { try? FileManager.default.removeItem(atPath: file) }
        await #expect(throws: ConfigurationProblems.self) {
            try await ConfigurationLoader.load(file: file, environment: [:])
        }
    }

    @Test func aMissingFileIsAProblem() async throws {
        await #expect(throws: ConfigurationProblems.self) {
            try await ConfigurationLoader.load(file: "/nowhere/switchboard.yaml", environment: [:])
        }
    }

    @Test func everySettingIsDocumented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
        for setting in Setting.all {
            #expect(text.contains("`\(setting.name)`"), "\(setting.name) is not in docs/configuration.md")
            #expect(text.contains("`\(setting.keyText)`"), "\(setting.keyText) is not in docs/configuration.md")
            if let value = setting.defaultValue { #expect(text.contains("`\(value)`")) }
        }
    }

    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml").path()
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
