// SPDX-License-Identifier: Apache-2.0

import BenchmarkSupport
import Foundation
import NIOPosix
import NginxTestSupport
import SwitchboardTesting

/// Everything that runs for a scenario: PostgreSQL, a simulated Deepgram, servers that share the store, and nginx.
final class Stage {
    static let token = "0123456789abcdef0123456789abcdef"

    let group = MultiThreadedEventLoopGroup.singleton
    let twilio: SimulatedTwilio
    let folder: URL
    let database: LocalPostgres?
    private let deepgram: SimulatedDeepgram
    private let executable: String
    private let settings: [String: String]
    private var environments: [[String: String]] = []
    private(set) var servers: [ServerProcess] = []
    private(set) var balancer: TestNginx?
    /// Levels above notice of servers that are gone.
    private var pastComplaints: [String: Int] = [:]

    /// Starts so many servers; with more than one, or when asked for, they share a PostgreSQL.
    init(_ options: StageOptions, servers count: Int, sharesStore: Bool = true) async throws {
        self.executable = options.server
        self.settings = try options.settings()
        self.folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-survival-\(UUID())")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        self.twilio = SimulatedTwilio(eventLoopGroup: self.group)
        var service = DeepgramServiceSettings()
        service.listenLimit = 10 * options.calls + 50
        self.deepgram = try await SimulatedDeepgram.start(on: self.group, settings: service)
        self.database = sharesStore ? try await LocalPostgres.start() : nil
        if let database { try await database.migrate(with: self.executable) }
        for number in 0..<count {
            let environment = try self.environment(number, options.calls)
            self.environments.append(environment)
            self.servers.append(try self.launch(number, port: 0))
            try await self.servers[number].ready()
        }
        if count > 1 {
            self.balancer = try await TestNginx.start(
                upstreams: self.servers.map(\.port),
                in: self.folder,
                keepingAlive: 64,
                lifetime: 3_600
            )
        }
    }

    /// Where Twilio goes.
    var port: Int { self.balancer?.port ?? self.servers[0].port }

    private func environment(_ number: Int, _ calls: Int) throws -> [String: String] {
        let folder = self.folder.appending(path: "server\(number)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let dialogue = folder.appending(path: "numbers.yaml")
        try Data(NumberedDialogue.yaml.utf8).write(to: dialogue)
        var environment = [
            "SWITCHBOARD_ENV": "development", "TWILIO_AUTH_TOKEN": Self.token, "SPEECH": "deepgram",
            "DEEPGRAM_URL": self.deepgram.url, "DEEPGRAM_API_KEY": self.deepgram.credential,
            "DATA_DIR": folder.path(), "DIALOGUE": dialogue.path(), "RATE_LIMITS": "off",
            "MAX_CALLS": "\(calls + 50)", "DEEPGRAM_MAX_CONNECTIONS": "\(2 * calls + 40)", "LOG_FORMAT": "json",
            "CONNECTIONS_PER_ADDRESS": "0", "TRUSTED_PROXIES": "loopback", "MAX_RESUMES": "1000", "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        ]
        if let database {
            environment["STORE"] = "postgres"
            environment["DATABASE_URL"] = database.url
        } else {
            environment["STORE"] = "sqlite"
        }
        return environment.merging(self.settings) { $1 }
    }

    private func launch(_ number: Int, port: Int) throws -> ServerProcess {
        try ServerProcess(
            executable: self.executable,
            folder: self.folder.appending(path: "server\(number)"),
            environment: self.environments[number],
            port: port
        )
    }

    /// Starts a server again on its port; the one before is gone.
    func restart(_ number: Int) async throws {
        let port = self.servers[number].port
        for (text, count) in self.servers[number].complaints() { self.pastComplaints[text, default: 0] += count }
        self.servers[number] = try self.launch(number, port: port)
        try await self.servers[number].ready()
    }

    /// Starts a second process on the port of the only server, and ends the first one by SIGTERM; its exit code.
    func handOver(within seconds: Int) async throws -> Int32? {
        let old = self.servers[0]
        let new = try self.launch(0, port: old.port)
        try await new.ready()
        self.servers[0] = new
        old.terminate()
        let code = try await old.exitCode(within: seconds)
        for (text, count) in old.complaints() { self.pastComplaints[text, default: 0] += count }
        return code
    }

    /// What servers complained about, by message.
    var complaints: [String: Int] {
        self.servers.reduce(into: self.pastComplaints) { all, server in
            for (text, count) in server.complaints() { all[text, default: 0] += count }
        }
    }

    /// A call by a caller who counts.
    func call(_ plan: SpokenPlan) -> SimulatedCall {
        let origin = "http://127.0.0.1:\(self.port)"
        var call = SimulatedCall(
            url: "\(origin)/api/calls/incoming",
            account: SimulatedAccount(sid: SimulatedAccount.example.sid, authToken: Self.token)
        )
        call.statusCallback = "\(origin)/api/calls/status"
        call.acceptsInsecureStreams = true
        call.isRecorded = false
        call.limits.documents = 200
        call.limits.duration = .seconds(3_600)
        call.script = CallerScript(steps: plan.steps)
        return call
    }

    /// Ends everything and removes the folder.
    func close() async {
        for server in self.servers { server.stop() }
        self.balancer?.stop()
        await self.database?.stop()
        try? await self.deepgram.stop()
        try? await self.twilio.shutdown()
        if ProcessInfo.processInfo.environment["SURVIVAL_KEEP"] == nil {
            try? FileManager.default.removeItem(at: self.folder)
        }
    }
}
