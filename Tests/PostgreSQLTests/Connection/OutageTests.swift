// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import Resilience
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct OutageTests {
    @Test func saysThatTheOutcomeOfATerminatedQueryIsUnknown() async throws {
        try await TestPostgres.withDatabase { database in
            let configuration = try PostgresConfiguration(database.url)
            let connection = try await PostgresConnection.connect(configuration)
            let watcher = try await PostgresConnection.connect(configuration)
            let query = Task { try await connection.query("select pg_sleep(600)", timeout: .seconds(600)) }
            let running: [PostgresParameter] = [.integer(connection.processID)]
            while try await watcher.number(
                "select count(*) from pg_stat_activity where pid = $1 and state = 'active'",
                running
            ) == 0 { await Task.yield() }
            try await watcher.query("select pg_terminate_backend($1)", running)
            let error = await #expect(throws: PostgresError.self) { try await query.value }
            #expect(error?.code == .serverError)
            #expect(error?.sqlState == "57P01")
            #expect(error?.outcome == .unknown)
            #expect(error?.isTransient == true)
            #expect(!connection.isOpen)
            let next = await #expect(throws: PostgresError.self) { try await connection.query("select 1") }
            #expect(next?.code == .closed)
            #expect(next?.outcome == .notExecuted)
        }
    }

    @Test func anIdleConnectionLearnsThatTheServerEndedIt() async throws {
        try await TestPostgres.withDatabase { database in
            let configuration = try PostgresConfiguration(database.url)
            let connection = try await PostgresConnection.connect(configuration)
            try await TestPostgres.server().administer("select pg_terminate_backend(\(connection.processID), 10000)")
            while connection.isOpen { await Task.yield() }
            let error = await #expect(throws: PostgresError.self) { try await connection.query("select 1") }
            #expect(error?.code == .closed)
            #expect(error?.sqlState == "57P01")
            #expect(error?.outcome == .notExecuted)
        }
    }

    @Test func aPoolSurvivesARestartUnderUse() async throws {
        // Acknowledged is what has been written: it survives the end of the process.
        let server = try await TestPostgresServer.start(settings: ["synchronous_commit=on"])
        let configuration = try PostgresConfiguration(server.url())
        let quick = Backoff(first: .milliseconds(20), cap: .milliseconds(100), jitter: .half)
        let settings = PostgresPoolSettings(
            size: 4,
            waitTimeout: .seconds(30),
            backoff: quick,
            breaker: CircuitBreakerPolicy(openTime: quick)
        )
        let pool = PostgresPool(configuration, settings: settings)
        try await pool.withConnection { try await $0.execute("create table done (n int)") }
        let (acknowledged, doubtful) = try await withThrowingTaskGroup(of: (Set<Int>, Set<Int>).self) { group in
            for worker in 0..<8 { group.addTask { try await Self.insert(worker, pool) } }
            try await server.stop()
            try await server.startAgain()
            try await server.kill()
            try await server.startAgain()
            return try await group.reduce(into: (Set(), Set())) { all, part in
                all = (all.0.union(part.0), all.1.union(part.1))
            }
        }
        let kept = try await PostgresConnection.connect(configuration).query(
            "select n from done",
            timeout: .seconds(60)
        )
        let numbers = kept.rows.compactMap { $0[0].integer }
        // What was said to be done is done, once; what was said not to be done is not.
        #expect(Set(numbers).count == numbers.count)
        #expect(acknowledged.isSubset(of: numbers))
        #expect(Set(numbers).subtracting(acknowledged).isSubset(of: doubtful))
        await pool.shutdown(within: .seconds(10))
        #expect(pool.snapshot.size == 0)
        try await server.stop()
    }

    /// Inserts numbers until 100 were acknowledged; which were, and of which nobody knows.
    private static func insert(_ worker: Int, _ pool: PostgresPool) async throws -> (Set<Int>, Set<Int>) {
        var acknowledged: Set<Int> = []
        var doubtful: Set<Int> = []
        var number = worker * 1_000_000
        while acknowledged.count < 100 {
            number += 1
            do {
                try await pool.query("insert into done values ($1::int)", [.integer(number)], timeout: .seconds(30))
                acknowledged.insert(number)
            } catch {
                #expect(error.isTransient, "\(error)")
                if error.outcome == .unknown { doubtful.insert(number) }
                await Task.yield()
            }
        }
        return (acknowledged, doubtful)
    }

    @Test func missesItsDeadlineBehindAProxyThatStops() async throws {
        try await TestPostgres.withDatabase { database in
            let proxy = try StallingProxy(to: try await TestPostgres.server().port)
            let connection = try await PostgresConnection.connect(self.configuration(database, through: proxy))
            try await connection.query("select 1")
            proxy.stall()
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("select 1", timeout: .milliseconds(200))
            }
            #expect(error?.code == .timedOut)
            #expect(error?.outcome == .unknown)
        }
    }

    @Test func aPoolReplacesConnectionsThatDoNotAnswer() async throws {
        try await TestPostgres.withDatabase { database in
            let proxy = try StallingProxy(to: try await TestPostgres.server().port)
            let settings = PostgresPoolSettings(
                size: 1,
                waitTimeout: .seconds(60),
                checkAfterIdle: .zero,
                checkTimeout: .milliseconds(200)
            )
            let pool = PostgresPool(try self.configuration(database, through: proxy), settings: settings)
            try await pool.query("select 1", timeout: .seconds(60))
            proxy.stall()
            let waiting = Task { try await pool.query("select 2", timeout: .seconds(60)).rows[0][0].integer }
            let answer = try await waiting.value
            #expect(answer == 2)
            #expect(pool.snapshot.failedChecks == 1)
            await pool.shutdown(within: .seconds(10))
        }
    }

    @Test(arguments: [400, 1000, 20_000, 1_000_000])
    func doesNotTakeAResultThatIsCut(_ bytes: Int) async throws {
        try await TestPostgres.withDatabase { database in
            let proxy = try StallingProxy(to: try await TestPostgres.server().port, cutAfter: bytes)
            let error = await #expect(throws: PostgresError.self) {
                let connection = try await PostgresConnection.connect(self.configuration(database, through: proxy))
                try await connection.query("select repeat('x', 1000) from generate_series(1, 10000)")
            }
            #expect(error?.code == .closed || error?.code == .connectionFailed)
            #expect(error?.outcome == (error?.code == .closed ? .unknown : .notExecuted))
        }
    }

    private func configuration(
        _ database: TestDatabase,
        through proxy: StallingProxy
    ) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(
            "postgresql://postgres:secret@127.0.0.1:\(proxy.port)/\(database.name)?sslmode=disable"
        )
        configuration.connectTimeout = .seconds(60)
        return configuration
    }
}
#endif
