// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct PostgresMigratorTests {
    private func outcomes(_ url: String, isDryRun: Bool = false) async throws -> [PostgresMigrator.Step.Outcome] {
        try await PostgresMigrator(try PostgresConfiguration(url)).migrate(isDryRun: isDryRun).map(\.outcome)
    }

    @Test func createsTheTablesOnceAndKeepsSupabasesHistory() async throws {
        try await TestPostgres.withDatabase { database in
            #expect(try await self.outcomes(database.url, isDryRun: true) == [.pending, .pending])
            #expect(try await self.outcomes(database.url) == [.applied, .applied])
            #expect(try await self.outcomes(database.url) == [.present, .present])
            #expect(try await self.outcomes(database.url, isDryRun: true) == [.present, .present])
            try await MigratedDatabase.withConnection(to: database.url) { connection in
                let rows = try await connection.query(
                    """
                    select version, name, array_to_string(statements, '')
                    from supabase_migrations.schema_migrations order by version
                    """
                ).rows
                #expect(rows.map { $0[0].string } == Migration.all.map(\.version))
                #expect(rows.map { $0[1].string } == Migration.all.map(\.name))
                #expect(rows.map { $0[2].string } == Migration.all.map(\.sql))
            }
        }
    }

    @Test func aDryRunChangesNothing() async throws {
        try await TestPostgres.withDatabase { database in
            _ = try await self.outcomes(database.url, isDryRun: true)
            try await MigratedDatabase.withConnection(to: database.url) { connection in
                let tables = try await connection.query(
                    "select count(*) from pg_class where relname like 'switchboard%' or relname = 'schema_migrations'"
                )
                #expect(tables.rows[0][0].integer == 0)
            }
        }
    }

    @Test func serversThatStartTogetherMigrateOnce() async throws {
        try await TestPostgres.withDatabase { database in
            let all = try await withThrowingTaskGroup(of: [PostgresMigrator.Step.Outcome].self) { group in
                for _ in 0..<5 { group.addTask { try await self.outcomes(database.url) } }
                var all: [PostgresMigrator.Step.Outcome] = []
                for try await outcomes in group { all += outcomes }
                return all
            }
            #expect(all.filter { $0 == .applied }.count == 2)
            #expect(all.filter { $0 == .present }.count == 8)
        }
    }

    /// `supabase db push` was there first, with other migrations of the same project.
    @Test func agreesWithAHistoryThatSupabaseWrote() async throws {
        try await TestPostgres.withDatabase { database in
            try await MigratedDatabase.withConnection(to: database.url) { connection in
                try await connection.execute(
                    """
                    create schema supabase_migrations;
                    create table supabase_migrations.schema_migrations (version text not null primary key);
                    alter table supabase_migrations.schema_migrations add column if not exists statements text[];
                    alter table supabase_migrations.schema_migrations add column if not exists name text;
                    insert into supabase_migrations.schema_migrations (version, name) values ('29990101000000', 'theirs');
                    """
                )
                for migration in Migration.all {
                    try await connection.execute(migration.sql)
                    _ = try await connection.query(
                        "insert into supabase_migrations.schema_migrations (version, name) values ($1, $2)",
                        [.text(migration.version), .text(migration.name)]
                    )
                }
            }
            #expect(try await self.outcomes(database.url) == [.present, .present])
            try await MigratedDatabase(url: database.url).withStore { try await $0.check() }
        }
    }

    @Test func goesOnWithTheShortHistoryOfAnOldSupabase() async throws {
        try await TestPostgres.withDatabase { database in
            try await MigratedDatabase.withConnection(to: database.url) { connection in
                try await connection.execute(
                    """
                    create schema supabase_migrations;
                    create table supabase_migrations.schema_migrations (version text not null primary key);
                    insert into supabase_migrations.schema_migrations values ('20200101000000');
                    """
                )
            }
            #expect(try await self.outcomes(database.url) == [.applied, .applied])
            #expect(try await self.outcomes(database.url) == [.present, .present])
        }
    }

    @Test func recordsWhatSomebodyAppliedByHand() async throws {
        try await TestPostgres.withDatabase { database in
            try await MigratedDatabase.withConnection(to: database.url) { connection in
                try await connection.execute(Migration.script)
            }
            #expect(try await self.outcomes(database.url, isDryRun: true) == [.recorded, .recorded])
            #expect(try await self.outcomes(database.url) == [.recorded, .recorded])
            #expect(try await self.outcomes(database.url) == [.present, .present])
        }
    }

    @Test func leavesTablesOfALaterVersionAlone() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { connection in
                try await connection.execute(
                    """
                    insert into supabase_migrations.schema_migrations (version, name)
                    values ('29990101000000', 'switchboard_of_the_future')
                    """
                )
            }
            let error = await #expect(throws: StoreError.self) { try await self.outcomes(database.url) }
            #expect(error?.code == .unreadable)
            #expect(error?.message.contains("update this program") == true)
        }
    }

    @Test func leavesFunctionsOfALaterVersionAloneAndRefusesToUseThem() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { connection in
                try await connection.execute(
                    """
                    create or replace function public.switchboard_version(argument jsonb) returns jsonb language sql
                    as $$ select '{"version": 999}'::jsonb $$
                    """
                )
            }
            let error = await #expect(throws: StoreError.self) { try await self.outcomes(database.url) }
            #expect(error?.code == .unreadable)
            try await database.withStore { store in
                let refusal = await #expect(throws: StoreError.self) { try await store.check() }
                #expect(refusal?.code == .unreadable)
            }
        }
    }

    @Test func keepsNothingOfAMigrationThatFails() async throws {
        try await TestPostgres.withDatabase { database in
            try await MigratedDatabase.withConnection(to: database.url) { connection in
                // In the way of the last but one thing that the first file creates.
                try await connection.execute("create table public.switchboard_transcript (a int)")
            }
            let error = await #expect(throws: StoreError.self) { try await self.outcomes(database.url) }
            #expect(error?.message.contains("rename or drop it") == true, "\(String(describing: error))")
            try await MigratedDatabase.withConnection(to: database.url) { connection in
                let tables = try await connection.query(
                    "select to_regclass('public.switchboard_calls') is null, to_regclass('supabase_migrations.x') is null"
                )
                #expect(tables.rows[0][0].boolean == true)
                try await connection.execute("drop table public.switchboard_transcript")
            }
            #expect(try await self.outcomes(database.url) == [.applied, .applied])
        }
    }

    @Test func saysWhoHasToMigrate() async throws {
        try await TestPostgres.withDatabase { database in
            let name = "poor_\(database.name)"
            try await MigratedDatabase.withConnection(to: database.url) { connection in
                try await connection.execute("create role \"\(name)\" login password 'x'")
            }
            let address = PostgresRoles.url(database.url, user: name, password: "x")
            let error = await #expect(throws: StoreError.self) { try await self.outcomes(address) }
            #expect(error?.message.contains("owner of the database") == true, "\(String(describing: error))")
        }
    }
}
#endif
