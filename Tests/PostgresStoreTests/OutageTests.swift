// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import Testing

/// The database goes away and comes back, or somebody holds what is asked for.
@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"), .serialized)
struct OutageTests {
    @Test(.timeLimit(.minutes(3)))
    func worksAgainWhenTheDatabaseDoes() async throws {
        let server = try await TestPostgresServer.start()
        let result: Result<Void, any Error>
        do {
            let url = try await server.createDatabase().url
            _ = try await PostgresMigrator(try PostgresConfiguration(url)).migrate()
            result = .success(try await self.outage(of: server, MigratedDatabase(url: url)))
        } catch {
            result = .failure(error)
        }
        try await server.stop()
        try result.get()
    }

    private func outage(of server: TestPostgresServer, _ database: MigratedDatabase) async throws {
        try await database.withStore(configuration: PostgresStoreConfiguration(timeout: .seconds(20))) { store in
            var script = Script(1)
            let id = script.call
            _ = try await store.append([script.received(), script.spoken("before")])
            try await server.stop()
            let during = [script.spoken("during")]
            let error = await #expect(throws: StoreError.self) { try await store.append(during) }
            #expect(error?.code == .unavailable)
            await #expect(throws: StoreError.self) { try await store.ping() }
            try await server.startAgain()
            // As long as the pool is careful after failures.
            while true {
                do {
                    _ = try await store.append(during)
                    break
                } catch let error as StoreError where error.code == .unavailable {
                    await Task.yield()
                }
            }
            let lines = try await store.transcript(of: id)
            #expect(lines.map(\.line.text) == ["before", "during"])
        }
    }

    /// The server of the tests has `synchronous_commit` off, as somebody may have in earnest: what it had acknowledged in the
    /// last moments before it was killed would be gone.
    @Test(.timeLimit(.minutes(3)))
    func whatIsAnsweredForSurvivesTheDatabasesEnd() async throws {
        let server = try await TestPostgresServer.start()
        let result: Result<Void, any Error>
        do {
            let database = MigratedDatabase(url: try await server.createDatabase().url)
            _ = try await PostgresMigrator(try PostgresConfiguration(database.url)).migrate()
            result = .success(try await self.killing(server, database))
        } catch {
            result = .failure(error)
        }
        try await server.stop()
        try result.get()
    }

    private func killing(_ server: TestPostgresServer, _ database: MigratedDatabase) async throws {
        var script = Script(1)
        for round in 1...3 {
            try await database.withStore { store in
                if round == 1 { _ = try await store.append([script.received()]) }
                for number in 0..<50 { _ = try await store.append([script.spoken("\(round).\(number)")]) }
            }
            try await server.kill()
            try await server.startAgain()
            let call = script.call
            let kept = try await database.withStore { try await $0.transcript(of: call).count }
            #expect(kept == 50 * round)
        }
        try await database.withConnection { connection in
            try await connection.execute("begin")
            try await connection.execute("select public.switchboard_durably()")
            let within = try await connection.query("show synchronous_commit").rows
            #expect(within[0][0].string == "on")
            try await connection.execute("commit")
            let after = try await connection.query("show synchronous_commit").rows
            #expect(after[0][0].string == "off")
        }
    }

    @Test func doesNotWaitForeverForSomebodyWhoHoldsACall() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { holder in
                try await holder.execute("alter function public.switchboard_append(jsonb) set lock_timeout = '20ms'")
                try await database.withStore { store in
                    var script = Script(1)
                    _ = try await store.append([script.received()])
                    try await holder.execute("begin; select * from public.switchboard_calls for update")
                    let next = [script.spoken("a")]
                    let error = await #expect(throws: StoreError.self) { try await store.append(next) }
                    #expect(error?.code == .unavailable)
                    #expect(error?.message.contains("55P03") == true)
                    try await holder.execute("rollback")
                    let stored = try await store.append(next)
                    #expect(stored.map(\.sequence) == [2])
                }
            }
        }
    }

    @Test func aStatementThatTakesTooLongAsksForLess() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { holder in
                try await database.withStore(configuration: PostgresStoreConfiguration(timeout: .milliseconds(300))) {
                    store in
                    var script = Script(1)
                    try await holder.execute("begin; lock table public.switchboard_calls")
                    let batch = [script.received()]
                    let error = await #expect(throws: StoreError.self) { try await store.append(batch) }
                    #expect(error?.code == .unavailable)
                    try await holder.execute("rollback")
                }
            }
        }
    }
}
#endif
