// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore

/// A database of a test's own that has the tables.
struct MigratedDatabase {
    let url: String

    static func with<Value>(_ body: (MigratedDatabase) async throws -> Value) async throws -> Value {
        try await TestPostgres.withDatabase(
            template: "switchboard",
            prepare: { database in
                _ = try await PostgresMigrator(try PostgresConfiguration(database.url)).migrate()
            },
            { try await body(MigratedDatabase(url: $0.url)) }
        )
    }

    /// Lends a store and closes it.
    func withStore<Value>(
        connections: Int = 4,
        configuration: PostgresStoreConfiguration = PostgresStoreConfiguration(timeout: .seconds(60)),
        _ body: (PostgresStore) async throws -> Value
    ) async throws -> Value {
        var address = try PostgresConfiguration(self.url)
        address.connectTimeout = .seconds(30)
        let settings = PostgresPoolSettings(size: connections, minimum: 1, waitTimeout: .seconds(60))
        let store = PostgresStore(PostgresPool(address, settings: settings), configuration: configuration)
        let result: Result<Value, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await store.close()
        return try result.get()
    }

    /// Lends a connection and closes it.
    func withConnection<Value>(_ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        try await Self.withConnection(to: self.url, body)
    }

    static func withConnection<Value>(
        to url: String,
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        var address = try PostgresConfiguration(url)
        address.connectTimeout = .seconds(30)
        address.queryTimeout = .seconds(120)
        let connection = try await PostgresConnection.connect(address)
        let result: Result<Value, any Error>
        do { result = .success(try await body(connection)) } catch { result = .failure(error) }
        await connection.close()
        return try result.get()
    }
}
#endif
