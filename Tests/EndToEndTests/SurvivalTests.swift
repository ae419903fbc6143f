// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import Foundation
import NginxTestSupport
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import SwitchboardTesting
import Testing

@testable import switchboard

/// Calls that outlive the process that answered them, with several servers and a real PostgreSQL.
@Suite(.timeLimit(.minutes(4)), .enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct SurvivalTests {
    /// At the second SIGTERM a server ends at once, with calls on the line.
    @Test(.enabled(if: TestNginx.path != nil, "\(TestNginx.mend)"), arguments: [[SIGKILL], [SIGTERM, SIGTERM]])
    func aCallGoesOnAtTheOtherServerWhenItsOwnEndsAtOnce(signals: [Int32]) async throws {
        try await SharedStage.with(2) { stage in
            try await TestNginx.with(upstreams: stage.servers.map(\.port)) { port in
                let (call, watch) = (stage.call(saying: 60, at: port), CallWatch())
                async let placed = stage.twilio.place(call, report: watch.take)
                await watch.streams()
                let shown = try await stage.words(of: call.sid, atLeast: 10, from: stage.servers[0])
                let home = try await stage.home(of: call.sid)
                for (number, signal) in signals.enumerated() {
                    if number > 0 { try await stage.servers[home].poll("/api/ready") { status, _ in status == 503 } }
                    stage.servers[home].executable.signal(signal)
                }
                _ = await stage.servers[home].executable.status()
                await watch.streams(2)
                let again = try await stage.restart(home)
                let result = try await placed
                #expect(result.ending == .callerHungUp)
                #expect(Self.errors(in: result).isEmpty, "\(result.violations)")
                #expect(result.streams.count == 2)
                for server in [stage.servers[1 - home], again] {
                    try await self.showsAWholeCall(stage, server, call.sid, shown)
                }
            }
        }
    }

    /// What was shown is there, then what was said at the other server; nothing is missing, and nobody is greeted twice.
    /// A caller who is cut off in a sentence says it once more: so far the numbers may go back, once.
    private func showsAWholeCall(
        _ stage: SharedStage,
        _ server: ServingExecutable,
        _ sid: String,
        _ shown: [String]
    ) async throws {
        try await server.poll("/api/calls/\(sid)", within: .seconds(40)) { $1.contains("\"active\":false") }
        let words = try await stage.words(of: sid, atLeast: shown.count, from: server)
        #expect(words.starts(with: shown))
        let numbers = words.compactMap { Int($0) }
        #expect(Set(numbers) == Set(1...60))
        let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
        #expect(steps.count { $0 != 1 } <= 1 && steps.allSatisfy { $0 <= 1 && $0 > -10 }, "\(numbers)")
        #expect(words.last == "60")
        let text = try await server.get("/api/calls/\(sid)/transcript?format=text").body
        #expect(text.ranges(of: "Agent: Numbers").count <= 1, "\(text)")
    }

    @Test(.enabled(if: TestNginx.path != nil, "\(TestNginx.mend)"))
    func aRollingRestartDropsNobody() async throws {
        try await SharedStage.with(2, environment: ["DRAIN_SECONDS": "0"]) { stage in
            try await TestNginx.with(upstreams: stage.servers.map(\.port)) { port in
                let (call, watch) = (stage.call(saying: 60, at: port), CallWatch())
                async let placed = stage.twilio.place(call, report: watch.take)
                await watch.streams()
                let shown = try await stage.words(of: call.sid, atLeast: 10, from: stage.servers[0])
                let home = try await stage.home(of: call.sid)
                stage.servers[home].executable.signal(SIGTERM)
                #expect(await stage.servers[home].executable.status() == 0)
                let again = try await stage.restart(home)
                let result = try await placed
                #expect(result.ending == .callerHungUp)
                #expect(Self.errors(in: result).isEmpty, "\(result.violations)")
                try await self.showsAWholeCall(stage, again, call.sid, shown)
            }
        }
    }

    #if os(Linux)
    @Test(arguments: ["sqlite", "postgres"])
    func aNewProcessTakesOverThePortAndItsCalls(store: String) async throws {
        let environment = ["REUSE_PORT": "on", "DRAIN_SECONDS": "0", "STORE": store]
        try await SharedStage.with(1, environment: environment) { stage in
            let old = stage.servers[0]
            let (call, watch) = (stage.call(saying: 60, at: old.port), CallWatch())
            async let placed = stage.twilio.place(call, report: watch.take)
            await watch.streams()
            let shown = try await stage.words(of: call.sid, atLeast: 10, from: old)
            let new = try await stage.restart(0)
            old.executable.signal(SIGTERM)
            #expect(await old.executable.status() == 0)
            let result = try await placed
            #expect(result.ending == .callerHungUp)
            #expect(Self.errors(in: result).isEmpty, "\(result.violations)")
            #expect(result.streams.count == 2)
            #expect(result.documents.count == 2, "nobody was asked to come back: \(result.documents)")
            try await self.showsAWholeCall(stage, new, call.sid, shown)
        }
    }
    #endif

    private static func errors(in result: SimulatedCallResult) -> [Violation] {
        // 31903: the connection broke, as it does when a process is killed.
        result.violations.filter { !$0.isWarning && $0.code != 31_903 }
    }

    private static func words(in lines: [TranscriptLine]) -> [String] {
        lines.flatMap { line in line.line.text.split(separator: " ").map { String($0) } }
    }

    @Test func callsGoOnWhileTheStoreIsAwayAndAreDeliveredWhenItIsBack() async throws {
        let server = try await TestPostgresServer.start()
        let database = try await server.createDatabase()
        _ = try await PostgresMigrator(try PostgresConfiguration(database.url)).migrate()
        try await SharedStage.with(1, on: database) { stage in
            try await server.kill()
            let call = stage.call(saying: 20, at: stage.servers[0].port)
            let result = try await stage.twilio.place(call)
            #expect(result.ending == .callerHungUp && result.documents.count == 1, "\(result.documents)")
            let shown = try await stage.words(of: call.sid, atLeast: 20, from: stage.servers[0])
            #expect(shown.count == 20)
            try await stage.servers[0].poll("/api/health") { $1.contains("\"state\":\"failing\"") }
            try await server.startAgain()
            try await stage.servers[0].poll("/api/health", within: .seconds(40)) { status, body in
                status == 200 && body.contains("\"backlog\":0")
            }
            let pool = PostgresPool(stage.database)
            let store = PostgresStore(pool)
            let lines = try await store.transcript(of: CallID(call.sid)).filter { $0.line.speaker == .caller }
            #expect(Self.words(in: lines) == (1...20).map { String($0) })
            await store.close()
        }
        try await server.stop()
    }

    @Test func whatAKilledServerHadNotDeliveredIsDeliveredAtItsNextStart() async throws {
        let server = try await TestPostgresServer.start()
        let database = try await server.createDatabase()
        _ = try await PostgresMigrator(try PostgresConfiguration(database.url)).migrate()
        try await SharedStage.with(1, on: database) { stage in
            try await server.kill()
            let call = stage.call(saying: 10, at: stage.servers[0].port)
            _ = try await stage.twilio.place(call)
            let shown = try await stage.words(of: call.sid, atLeast: 10, from: stage.servers[0])
            stage.servers[0].executable.signal(SIGKILL)
            _ = await stage.servers[0].executable.status()
            try await server.startAgain()
            let again = try await stage.restart(0)
            try await again.poll("/api/health", within: .seconds(40)) { $1.contains("\"backlog\":0") }
            let store = PostgresStore(PostgresPool(stage.database))
            let lines = try await store.transcript(of: CallID(call.sid)).filter { $0.line.speaker == .caller }
            #expect(Self.words(in: lines) == shown)
            await store.close()
        }
        try await server.stop()
    }

    @Test func aServerThatEndsSendsNewCallsToItsPeer() async throws {
        try await SharedStage.with(1) { stage in
            let peer = stage.servers[0]
            try await SharedStage.with(1, environment: ["PEER_URL": peer.origin, "DRAIN_SECONDS": "60"]) { leaving in
                let (call, watch) = (leaving.call(saying: 30, at: leaving.servers[0].port), CallWatch())
                async let placed = leaving.twilio.place(call, report: watch.take)
                await watch.streams()
                leaving.servers[0].executable.signal(SIGTERM)
                try await leaving.servers[0].poll("/api/ready") { status, body in
                    status == 503 && body.contains("draining")
                }
                let late = leaving.call(saying: 10, at: leaving.servers[0].port)
                let result = try await leaving.twilio.place(late)
                #expect(Self.errors(in: result).isEmpty, "\(result.violations)")
                let last = try #require(result.documents.last)
                #expect(last.url.hasPrefix(peer.origin), "\(last.url)")
                #expect(result.streams.first?.httpStatus == 101)
                let words = try await stage.words(of: late.sid, atLeast: 10, from: peer)
                #expect(words.count == 10)
                let first = try await placed
                #expect(first.ending == .callerHungUp)
                #expect(await leaving.servers[0].executable.status() == 0)
            }
        }
    }

    @Test func noServerStartsOnADatabaseWithoutTheTables() async throws {
        let database = try await TestPostgres.database()
        try await ServingExecutable.Folder.with { folder in
            let environment = [
                "SPEECH": "none", "STORE": "postgres", "DATABASE_URL": database.url, "SQLITE_PATH": folder.store,
            ]
            let refused = try await Executable.run(["serve", "--port", "0"], environment: environment)
            #expect(refused.status == 69)
            #expect(refused.errors.contains("switchboard migrate"), "\(refused.errors)")
            let planned = try await Executable.run(["migrate", "--dry-run"], environment: environment)
            #expect(planned.status == 0 && planned.output.contains("pending"))
            let unasked = try await Executable.run(["doctor", "store"], environment: environment)
            #expect(unasked.status == 1 && unasked.output.contains("migrate"), "\(unasked.output)")
            let applied = try await Executable.run(["migrate", "--yes", "--json"], environment: environment)
            #expect(applied.status == 0 && applied.output.contains("applied"))
            let again = try await Executable.run(["migrate"], environment: environment)
            #expect(again.status == 0 && again.output.contains("present"))
            let server = try await ServingExecutable.start(in: folder, environment: environment)
            try await server.poll("/api/health") {
                $1.contains("\"name\":\"postgres\"") && $1.contains("\"state\":\"ok\"")
            }
            let fine = try await Executable.run(["doctor", "store"], environment: environment)
            #expect(fine.status == 0, "\(fine.output)")
            server.executable.signal(SIGTERM)
            #expect(await server.executable.status() == 0)
        }
    }
}
#endif
