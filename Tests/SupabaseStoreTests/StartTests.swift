// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
import PostgreSQLTestSupport
import Resilience
import SupabaseStore
import SupabaseTestSupport
import Testing

/// What a server finds out when it starts, and says.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct StartTests {
    @Test func aProjectWithItsTablesIsFine() async throws {
        try await Project.perform { try await SupabaseStore($0.stage.functions).check() }
    }

    @Test func aProjectWithoutTablesIsAskedForAFewSecondsAndThenToldWhatToRun() async throws {
        try await Project.perform(isMigrated: false) { project in
            let store = SupabaseStore(project.stage.functions)
            let error = try await #require(throws: StoreError.self) { try await store.check() }
            #expect(error.code == .unavailable)
            #expect(error.message.contains("supabase db push"))
            let waited = project.stage.clock.waits
            #expect((2...5).contains(waited.count))
            // Later nobody waits for it.
            project.stage.clock.advance(by: .seconds(60))
            let append = try await #require(throws: StoreError.self) {
                var script = Script()
                _ = try await store.append([script.received()])
            }
            #expect(append.code == .unavailable)
            #expect(append.cause is MissingFunction)
            #expect(append.message.contains("supabase db push"))
            #expect(project.stage.clock.waits == waited)
            // Mended while the server runs.
            for migration in Migration.all { try await project.sql(migration.sql) }
            try await project.stage.supabase.reloadSchema()
            try await store.check()
        }
    }

    @Test func aSchemaThatPostgRESTHasNotYetHeardOfIsWaitedFor() async throws {
        try await Project.perform { project in
            project.stage.supabase.script { _, index in
                guard index < 2 else { return .none }
                return .fails(SimulatedError("PGRST202", "Could not find the function in the schema cache"))
            }
            try await SupabaseStore(project.stage.functions).check()
            #expect(project.stage.log.outcomes == [.notMigrated, .notMigrated, nil])
            #expect(project.stage.clock.waits.count == 2)
        }
    }

    @Test func tablesOfALaterVersionAreLeftAlone() async throws {
        try await Project.perform { project in
            try await project.sql(
                """
                create or replace function public.switchboard_version(argument jsonb) returns jsonb language sql stable
                set search_path = '' as $$ select '{"version": 99}'::jsonb $$
                """
            )
            let error = try await #require(throws: StoreError.self) {
                try await SupabaseStore(project.stage.functions).check()
            }
            #expect(error.code == .unreadable)
        }
    }

    @Test func aRoleThatSeesNothingIsFoundOut() async throws {
        // A service role that lost BYPASSRLS would find all tables empty.
        try await Project.perform { project in
            try await project.sql(
                """
                create or replace function public.switchboard_version(argument jsonb) returns jsonb language sql stable
                set search_path = '' as $$ select '{"version": 1, "row_security": true}'::jsonb $$
                """
            )
            let error = try await #require(throws: StoreError.self) {
                try await SupabaseStore(project.stage.functions).check()
            }
            #expect(error.message.contains("row level security"))
        }
    }
}
#endif
