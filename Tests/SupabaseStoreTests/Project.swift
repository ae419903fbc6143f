// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import AsyncHTTPClient
import CallCore
import CallStorage
import NIOCore
import NIOHTTP1
import PostgreSQL
import PostgreSQLTestSupport
import SupabaseStore
import SupabaseTestSupport
import Testing

/// A simulated Supabase project with a real database of the test's own, and a store that uses it.
struct Project {
    let stage: SupabaseStage
    let store: RemoteCallStore
    let database: TestDatabase

    /// Makes a migrated project, or one without our tables.
    static func perform<Value: Sendable>(
        key: String = TestKeys.secret,
        isMigrated: Bool = true,
        configure: (inout SupabaseFunctions.Configuration) -> Void = { _ in },
        _ body: (Project) async throws -> Value
    ) async throws -> Value {
        try await TestPostgres.withDatabase(template: "supabase-\(isMigrated)") {
            try await Self.prepare($0, isMigrated: isMigrated)
        } _: { database in
            let postgres = try PostgresDatabase(url: database.url)
            let supabase = SimulatedSupabase(postgres)
            let value: Value
            do {
                value = try await SupabaseStage.perform(supabase, key: key, configure: configure) { stage in
                    try await body(Project(stage: stage, store: RemoteCallStore(stage.functions), database: database))
                }
            } catch {
                await postgres.close()
                throw error
            }
            await postgres.close()
            return value
        }
    }

    private static func prepare(_ database: TestDatabase, isMigrated: Bool) async throws {
        let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
        try await connection.execute(PostgresDatabase.roles)
        if isMigrated {
            for migration in Migration.all { try await connection.execute(migration.sql) }
        }
        await connection.close()
    }

    /// Runs SQL as the database's owner.
    func sql(_ script: String) async throws {
        let connection = try await PostgresConnection.connect(PostgresConfiguration(self.database.url))
        try await connection.execute(script)
        await connection.close()
    }

    /// Calls a function without our client.
    func post(
        _ function: String,
        headers: [(String, String)],
        body: String = #"{"argument":{}}"#
    ) async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: "\(self.stage.functions.address)/rest/v1/rpc/\(function)")
        request.method = .POST
        request.headers = ["Content-Type": "application/json"]
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return (Int(response.status.code), String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }

    /// The GRANT that the error of a lacking privilege names.
    func mend(_ body: () async throws -> Void) async throws -> String {
        let error = try await #require(throws: StoreError.self) { try await body() }
        #expect(error.code == .unavailable)
        return String(try #require(error.message.firstMatch(of: /grant [^;]*;/), "\(error.message)").output)
    }

    /// How many rows a query counts.
    func count(_ query: String) async throws -> Int? {
        let connection = try await PostgresConnection.connect(PostgresConfiguration(self.database.url))
        let result = try await connection.query(query)
        await connection.close()
        return result.rows.first?[0].integer
    }
}
#endif
