// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct DeadlineTests {
    /// How many sessions of a database are at something.
    private func active(_ database: TestDatabase) async throws -> Int {
        let watcher = try await PostgresConnection.connect(PostgresConfiguration(database.url))
        let result = try await watcher.query(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
            """,
            timeout: .seconds(60)
        )
        return result.rows[0][0].integer ?? -1
    }

    @Test func stopsTheServerAndClosesWhenTheTimeIsUp() async throws {
        try await TestPostgres.withDatabase { database in
            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("select pg_sleep(600)", timeout: .milliseconds(100))
            }
            #expect(error?.code == .timedOut)
            #expect(error?.outcome == .unknown)
            #expect(!connection.isOpen)
            // The cancel request arrives: nothing runs on for ten minutes.
            while try await self.active(database) > 0 { await Task.yield() }
        }
    }

    @Test func stopsWhenTheTaskIsCancelled() async throws {
        try await TestPostgres.withDatabase { database in
            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            let task = Task { try await connection.query("select pg_sleep(600)", timeout: .seconds(600)) }
            while try await self.active(database) == 0 { await Task.yield() }
            task.cancel()
            let error = await #expect(throws: PostgresError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(error?.outcome == .unknown)
            while try await self.active(database) > 0 { await Task.yield() }
        }
    }

    @Test func failsAQueuedQueryAtItsOwnTimeAndLeavesTheOneBefore() async throws {
        try await TestPostgres.withDatabase { database in
            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            let first = Task { try await connection.query("select pg_sleep(600)", timeout: .seconds(600)) }
            while try await self.active(database) == 0 { await Task.yield() }
            let late = await #expect(throws: PostgresError.self) {
                try await connection.query("select 1", timeout: .milliseconds(20))
            }
            #expect(late?.code == .timedOut)
            #expect(late?.outcome == .notExecuted)
            #expect(connection.isOpen)
            first.cancel()
            _ = await first.result
        }
    }

    @Test func endsWhenTheServersProcessIsFrozen() async throws {
        try await TestPostgres.withDatabase { database in
            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            let process = pid_t(connection.processID)
            #expect(kill(process, SIGSTOP) == 0)
            defer { kill(process, SIGCONT) }
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("select 1", timeout: .milliseconds(200))
            }
            #expect(error?.code == .timedOut)
            #expect(error?.outcome == .unknown)
            #expect(!connection.isOpen)
        }
    }

    @Test func knowsThatAStatementWhichWasNotSentWholeIsNotKept() async throws {
        try await TestPostgres.withDatabase { database in
            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            let process = pid_t(connection.processID)
            #expect(kill(process, SIGSTOP) == 0)
            defer { kill(process, SIGCONT) }
            // More than both sides' socket buffers hold.
            let much = [UInt8](repeating: 1, count: 64 << 20)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("select octet_length($1)", [.bytes(much)], timeout: .milliseconds(500))
            }
            #expect(error?.code == .timedOut)
            #expect(error?.outcome == .rolledBack)
        }
    }

    @Test func closesAConnectionThatNobodyHolds() async throws {
        try await TestPostgres.withDatabase { database in
            var connection: PostgresConnection? = try await PostgresConnection.connect(
                PostgresConfiguration(database.url)
            )
            let process = connection?.processID ?? 0
            connection = nil
            let watcher = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            let question = "select count(*) from pg_stat_activity where pid = $1"
            while try await watcher.query(question, [.integer(process)], timeout: .seconds(60)).rows[0][0].integer != 0
            {
                await Task.yield()
            }
        }
    }
}
#endif
