// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import Synchronization
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct PoolTests {
    private static let patient = PostgresPoolSettings(size: 4, waitTimeout: .seconds(60), maximumWaiting: 2000)

    private func with<Value>(
        _ settings: PostgresPoolSettings = patient,
        _ body: (PostgresPool, TestDatabase) async throws -> Value
    ) async throws -> Value {
        try await TestPostgres.withDatabase { database in
            var configuration = try PostgresConfiguration(database.url)
            configuration.queryTimeout = .seconds(60)
            let pool = PostgresPool(configuration, settings: settings)
            let value = try await body(pool, database)
            await pool.shutdown(within: .seconds(10))
            #expect(pool.snapshot.size == 0)
            return value
        }
    }

    @Test func answersAThousandQueriesAtOnceOnFourConnections() async throws {
        try await self.with { pool, _ in
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...1000 {
                    group.addTask {
                        let result = try await pool.query("select $1::int, pg_backend_pid()", [.integer(number)])
                        return result.rows[0][0].integer == number ? result.rows[0][1].integer ?? 0 : -1
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 1000)
            #expect(!answers.contains(-1))
            #expect(Set(answers).count <= 4)
            let snapshot = pool.snapshot
            #expect(snapshot.lent == 1000)
            #expect(snapshot.connects <= 4)
            #expect(snapshot.timeouts == 0)
            #expect(snapshot.busy == 0)
        }
    }

    @Test func doesNotLendAConnectionWithAnOpenTransaction() async throws {
        try await self.with(PostgresPoolSettings(size: 1, waitTimeout: .seconds(60))) { pool, _ in
            let first = try await pool.withConnection { connection in
                try await connection.query("begin")
                return connection.processID
            }
            let second = try await pool.query("select pg_backend_pid(), now() = statement_timestamp()")
            #expect(second.rows[0][0].integer != first)
            #expect(pool.snapshot.closedBroken == 1)
        }
    }

    @Test func refusesWhoWaitsTooLong() async throws {
        let settings = PostgresPoolSettings(size: 1, waitTimeout: .milliseconds(50), maximumWaiting: 1)
        try await TestPostgres.withDatabase { database in
            let pool = PostgresPool(try PostgresConfiguration(database.url), settings: settings)
            // However slow the machine is in connecting.
            while (try? await pool.query("select 1")) == nil {}
            try await pool.withConnection(timeout: .seconds(60)) { _ in
                let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1") }
                #expect(error?.code == .poolExhausted)
                #expect(error?.outcome == .notExecuted)
                #expect(error?.isTransient == true)
            }
            await pool.shutdown(within: .seconds(10))
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1") }
            #expect(error?.code == .closed)
        }
    }

    @Test func replacesConnectionsThatTheServerEnds() async throws {
        try await self.with { pool, database in
            let first = try await pool.query("select pg_backend_pid()").rows[0][0].integer ?? 0
            try await TestPostgres.server().administer("select pg_terminate_backend(\(first), 10000)")
            // It may be lent once more before it has heard of its end; then the error says so.
            var second: Int?
            while second == nil {
                do {
                    second = try await pool.query("select pg_backend_pid()").rows[0][0].integer
                } catch let error as PostgresError {
                    #expect(error.isTransient)
                }
            }
            #expect(second != first)
        }
    }

    @Test func saysWhyItDoesNotConnect() async throws {
        try await TestPostgres.withDatabase { database in
            let url = database.url.replacing("secret", with: "sesame")
            let events = Mutex<[PostgresPoolEvent]>([])
            let settings = PostgresPoolSettings(size: 2, waitTimeout: .seconds(60))
            let pool = PostgresPool(try PostgresConfiguration(url), settings: settings) { event in
                events.withLock { $0.append(event) }
            }
            let error = await #expect(throws: PostgresError.self) { try await pool.query("select 1") }
            #expect(error?.code == .refused)
            #expect(error?.sqlState == "28P01")
            #expect(pool.snapshot.isUnreachable)
            await pool.shutdown(within: .seconds(10))
            let isTold = events.withLock { $0.contains { if case .unreachable = $0 { true } else { false } } }
            #expect(isTold)
        }
    }

    @Test func cancelsWhoWaits() async throws {
        try await self.with(PostgresPoolSettings(size: 1, waitTimeout: .seconds(60))) { pool, _ in
            try await pool.withConnection { _ in
                let waiting = Task { try await pool.query("select 1") }
                while pool.snapshot.waiting == 0 { await Task.yield() }
                waiting.cancel()
                let error = await #expect(throws: PostgresError.self) { try await waiting.value }
                #expect(error?.code == .cancelled)
                #expect(pool.snapshot.waiting == 0)
            }
            // The connection is not lost with the one who did not want it any more.
            _ = try await pool.query("select 1")
        }
    }

    @Test func shutsDownAfterWhatRunsAndCutsOffTheRest() async throws {
        try await TestPostgres.withDatabase { database in
            let pool = PostgresPool(try PostgresConfiguration(database.url), settings: Self.patient)
            let long = Task { try await pool.query("select pg_sleep(600)", timeout: .seconds(600)) }
            while pool.snapshot.busy == 0 { await Task.yield() }
            await pool.shutdown(within: .milliseconds(100))
            let error = await #expect(throws: PostgresError.self) { try await long.value }
            #expect(error?.code == .closed)
        }
    }
}
#endif
