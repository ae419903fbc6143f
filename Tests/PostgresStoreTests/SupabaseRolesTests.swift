// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import SwitchboardTesting
import Testing

/// The tables beside the roles that a project of Supabase has, with the grants that old projects give by default.
@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"), .serialized)
struct SupabaseRolesTests {
    private static let roles = """
        do $$
        begin
            if not exists (select from pg_roles where rolname = 'anon') then
                create role anon nologin noinherit;
                create role authenticated nologin noinherit;
                create role service_role nologin noinherit bypassrls;
                create role authenticator login noinherit password 'secret';
                grant anon, authenticated, service_role to authenticator;
            end if;
        end
        $$;
        grant usage on schema public to anon, authenticated, service_role;
        alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
        alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
        """

    /// Roles belong to the server and not to a database, so there is a server for these tests alone.
    private static func withProject(_ body: (MigratedDatabase) async throws -> Void) async throws {
        let server = try await TestPostgresServer.start()
        let result: Result<Void, any Error>
        do {
            let url = try await server.createDatabase().url
            try await MigratedDatabase.withConnection(to: url) { try await $0.execute(Self.roles) }
            _ = try await PostgresMigrator(try PostgresConfiguration(url)).migrate()
            result = .success(try await body(MigratedDatabase(url: url)))
        } catch {
            result = .failure(error)
        }
        try await server.stop()
        try result.get()
    }

    private static let functions = [
        "version", "append", "folds", "call", "calls", "events", "search", "erase",
    ]

    @Test func nobodyButTheServiceRoleGetsIn() async throws {
        try await Self.withProject { database in
            var script = Script(1)
            let events = [script.received(), script.spoken("secret")]
            _ = try await database.withStore { try await $0.append(events) }
            let url = PostgresRoles.url(database.url, user: "authenticator", password: "secret")
            for role in ["anon", "authenticated"] {
                try await MigratedDatabase.withConnection(to: url) { connection in
                    _ = try await connection.query("set role \(role)")
                    let tables = ["calls", "events", "utterances"]
                    let statements =
                        (tables + ["transcript"]).map { "select * from public.switchboard_\($0)" }
                        + tables.map { "delete from public.switchboard_\($0)" }
                        + Self.functions.map { "select public.switchboard_\($0)('{}')" }
                    for sql in statements {
                        let error = await #expect(throws: PostgresError.self) { try await connection.query(sql) }
                        #expect(error?.sqlState == "42501", "\(role): \(sql)")
                    }
                }
            }
        }
    }

    @Test func theServiceRoleDoesEverything() async throws {
        try await Self.withProject { database in
            // What PostgREST does with `set local role` is done here for the user's whole session.
            try await database.withConnection { connection in
                try await connection.execute("alter role authenticator set role = 'service_role'")
            }
            let url = PostgresRoles.url(database.url, user: "authenticator", password: "secret")
            try await MigratedDatabase(url: url).withStore { store in
                try await store.check()
                var script = Script(1)
                let events = [script.received(), script.spoken("one two")]
                let stored = try await store.append(events)
                #expect(try await store.append([script.spoken("three")]).map(\.sequence) == [3])
                #expect(try await store.events(of: script.call).prefix(2) == stored[...])
                #expect(try await store.search(TranscriptQuery("two")).matches.count == 1)
                #expect(try await store.calls(CallQuery()).calls.count == 1)
                _ = try await store.append([script.event(.status(.completed, duration: 1, sequence: 1))])
                #expect(try await store.erase(.call(script.call), limit: 1) == 1)
                #expect(try await store.call(script.call) == nil)
            }
        }
    }

    @Test func aRoleFromWhichRowLevelSecurityHidesTheCallsIsToldSo() async throws {
        try await Self.withProject { database in
            try await database.withConnection { connection in
                try await connection.execute(
                    """
                    create role timid login password 'x';
                    grant select, insert, update, delete on all tables in schema public to timid;
                    grant execute on all functions in schema public to timid;
                    """
                )
            }
            let url = PostgresRoles.url(database.url, user: "timid", password: "x")
            let error = try await MigratedDatabase(url: url).withStore { store in
                await #expect(throws: StoreError.self) { try await store.check() }
            }
            #expect(error?.message.contains("BYPASSRLS") == true)
        }
    }

    @Test func aUserWithoutRightsIsToldWhatToDo() async throws {
        try await Self.withProject { database in
            try await database.withConnection { try await $0.execute("create role poor login password 'x'") }
            let url = PostgresRoles.url(database.url, user: "poor", password: "x")
            let error = try await MigratedDatabase(url: url).withStore { store in
                await #expect(throws: StoreError.self) { try await store.calls(CallQuery()) }
            }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("grants") == true)
            let wrong = PostgresRoles.url(database.url, user: "poor", password: "wrong")
            let refusal = try await MigratedDatabase(url: wrong).withStore { store in
                await #expect(throws: StoreError.self) { try await store.ping() }
            }
            #expect(refusal?.code == .unavailable)
        }
    }
}
#endif
