// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore

/// One database for tests that run one after another; emptied for each of them, which is quicker than a new one.
actor ConformanceDatabase {
    static let shared = ConformanceDatabase()

    private var database: MigratedDatabase?

    func empty() async throws -> MigratedDatabase {
        if let database {
            try await database.withConnection { try await $0.execute("truncate public.switchboard_calls cascade") }
            return database
        }
        let url = try await TestPostgres.database().url
        _ = try await PostgresMigrator(try PostgresConfiguration(url)).migrate()
        let database = MigratedDatabase(url: url)
        self.database = database
        return database
    }
}
#endif
