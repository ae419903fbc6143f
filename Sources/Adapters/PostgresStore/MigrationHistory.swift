// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallStorage
import PostgreSQL

/// What has been applied to a database: the history that Supabase's command keeps, too
/// (<https://github.com/supabase/cli>, `pkg/migration/history.go`). Used inside a transaction.
struct MigrationHistory {
    struct Entry {
        var version: String
        var name: String
    }

    /// Names the lock of those who migrate; "swboard!" in ASCII.
    private static let lock = "8320227067106059297"

    private let connection: PostgresConnection
    private let timeout: Duration

    init(_ connection: PostgresConnection, timeout: Duration) {
        self.connection = connection
        self.timeout = timeout
    }

    /// Waits until nobody else migrates, until the end of the transaction.
    func lock() async throws {
        // The server's own limit may be made for requests; ours is kept here.
        try await self.query(
            "select set_config('statement_timeout', '0', true), set_config('search_path', 'public', true)"
        )
        try await self.query("select pg_advisory_xact_lock(\(Self.lock))")
    }

    /// What has been applied, in order; nothing if there is no history yet.
    func applied() async throws -> [Entry] {
        guard try await self.exists() else { return [] }
        let columns = try await self.query(
            """
            select version, coalesce(to_jsonb(m) ->> 'name', '') as name
            from supabase_migrations.schema_migrations m order by version
            """
        )
        return columns.rows.map { row in
            Entry(version: row["version"]?.string ?? "", name: row["name"]?.string ?? "")
        }
    }

    /// What `switchboard_version` answers; `nil` if there is no such function.
    func schemaVersion() async throws -> Int? {
        let function = try await self.query("select to_regprocedure('public.switchboard_version(jsonb)') is not null")
        guard function.rows[0][0].boolean == true else { return nil }
        let answer = try await self.query("select (public.switchboard_version('{}') ->> 'version')::bigint")
        return answer.rows[0][0].integer
    }

    func run(_ migration: Migration) async throws {
        try await self.connection.execute(migration.sql, timeout: self.timeout)
    }

    func record(_ migration: Migration) async throws {
        if try await !self.exists() {
            try await self.query("create schema if not exists supabase_migrations")
            try await self.query(
                "create table supabase_migrations.schema_migrations (version text not null primary key)"
            )
        }
        // The first versions of Supabase's command kept the version alone.
        try await self.query(
            """
            alter table supabase_migrations.schema_migrations
                add column if not exists statements text[], add column if not exists name text
            """
        )
        try await self.query(
            """
            insert into supabase_migrations.schema_migrations (version, name, statements)
            values ($1, $2, array[$3::text])
            """,
            [.text(migration.version), .text(migration.name), .text(migration.sql)]
        )
    }

    private func exists() async throws -> Bool {
        let table = try await self.query("select to_regclass('supabase_migrations.schema_migrations') is not null")
        return table.rows[0][0].boolean == true
    }

    @discardableResult
    private func query(_ sql: String, _ parameters: [PostgresParameter] = []) async throws -> PostgresResult {
        try await self.connection.query(sql, parameters, timeout: self.timeout)
    }
}
#endif
