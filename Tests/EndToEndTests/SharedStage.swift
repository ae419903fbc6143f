// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation
import NIOPosix
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import SwitchboardTesting
import Testing

@testable import switchboard

/// Several servers as executables that share a PostgreSQL, with a simulated Deepgram for ears, and callers who count.
struct SharedStage: Sendable {
    let servers: [ServingExecutable]
    let folders: [ServingExecutable.Folder]
    let database: PostgresConfiguration
    let twilio: SimulatedTwilio
    private let environment: [String: String]

    /// Lends so many servers.
    static func with(
        _ count: Int,
        environment: [String: String] = [:],
        on database: TestDatabase? = nil,
        _ body: (SharedStage) async throws -> Void
    ) async throws {
        let url: String
        if let database { url = database.url } else { url = try await self.database().url }
        let deepgram = try await SimulatedDeepgram.start(on: MultiThreadedEventLoopGroup.singleton)
        let outcome = await Result(catching: {
            try await ServingExecutable.withTwilio { twilio in
                try await self.withFolders(count) { folders in
                    let dialogue = "\(folders[0].path)/numbers.yaml"
                    try Data(self.dialogue.utf8).write(to: URL(filePath: dialogue))
                    let usual = [
                        "SPEECH": "deepgram", "DEEPGRAM_URL": deepgram.url, "DEEPGRAM_API_KEY": deepgram.credential,
                        "STORE": "postgres", "DATABASE_URL": url, "DIALOGUE": dialogue, "RATE_LIMITS": "off",
                        "DEEPGRAM_SPEAK": "off", "TRUSTED_PROXIES": "loopback",
                    ]
                    let environment = usual.merging(environment) { $1 }
                    var servers: [ServingExecutable] = []
                    for folder in folders {
                        servers.append(try await ServingExecutable.start(in: folder, environment: environment))
                    }
                    let stage = SharedStage(
                        servers: servers,
                        folders: folders,
                        database: try PostgresConfiguration(url),
                        twilio: twilio,
                        environment: environment
                    )
                    try await body(stage)
                }
            }
        })
        try await deepgram.stop()
        try outcome.get()
    }

    /// A database with the tables.
    static func database() async throws -> TestDatabase {
        try await TestPostgres.database(template: "switchboard") { database in
            _ = try await PostgresMigrator(try PostgresConfiguration(database.url)).migrate()
        }
    }

    private static func withFolders(
        _ count: Int,
        _ body: ([ServingExecutable.Folder]) async throws -> Void,
        _ folders: [ServingExecutable.Folder] = []
    ) async throws {
        guard folders.count < count else { return try await body(folders) }
        try await ServingExecutable.Folder.with { folder in
            try await self.withFolders(count, body, folders + [folder])
        }
    }

    /// Starts a server again where it was.
    func restart(_ number: Int) async throws -> ServingExecutable {
        try await ServingExecutable.start(
            in: self.folders[number],
            port: self.servers[number].port,
            environment: self.environment
        )
    }

    /// Words of 200 ms, ten to an utterance, with pauses between; the caller hangs up at the end.
    func call(saying count: Int, at port: Int) -> SimulatedCall {
        let utterances = stride(from: 1, through: count, by: 10).map { Array($0..<min($0 + 10, count + 1)) }
        let speech = utterances.flatMap { words in
            let frames = words.flatMap { Array(repeating: $0, count: 10) }
            return [CallerStep.audio(NumberedSpeech.audio(frames)), .wait(.milliseconds(1_200))]
        }
        var call = SimulatedCall(
            url: "http://127.0.0.1:\(port)/api/calls/incoming",
            account: SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: ServingExecutable.token)
        )
        call.statusCallback = "http://127.0.0.1:\(port)/api/calls/status"
        call.acceptsInsecureStreams = true
        call.script = CallerScript(steps: [.wait(.seconds(1))] + speech + [.hangUp])
        return call
    }

    /// The server whose call it is.
    func home(of sid: String) async throws -> Int {
        for (number, server) in self.servers.enumerated() {
            let health = try await server.get("/api/health").body
            if health.contains("\"active\":1") { return number }
        }
        throw SimulationFailure(description: "no server has the call \(sid)")
    }

    /// The caller's words that a server shows, once there are so many.
    @discardableResult
    func words(of sid: String, atLeast count: Int, from server: ServingExecutable) async throws -> [String] {
        var words: [String] = []
        try await server.poll("/api/calls/\(sid)/transcript?format=text", within: .seconds(40)) { status, body in
            words = body.split(separator: "\n").filter { $0.contains("Caller: ") }.flatMap { line in
                line.split(separator: " ").map(String.init).filter { Int($0) != nil }
            }
            return status == 200 && words.count >= count
        }
        return words
    }

    /// Why a stage cannot go on.
    struct SimulationFailure: Error, CustomStringConvertible {
        let description: String
    }

    private static let dialogue = """
        greeting: "Numbers, good day."
        policy:
          match_floor: 0.01
          match_margin: 0
          still_there_seconds: 60
        questions:
          - id: numbers
            variants: ["one two three", "what are your opening hours"]
            answer: "Thank you."
        """
}
#endif
