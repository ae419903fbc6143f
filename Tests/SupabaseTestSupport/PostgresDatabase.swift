// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import Synchronization

/// A real PostgreSQL behind the simulated PostgREST, used as PostgREST uses it: one transaction for each request, under
/// the role of the token, with its settings; functions that are not volatile run read-only.
package final class PostgresDatabase: SimulatedDatabase {
    private struct State {
        var idle: [PostgresConnection] = []
        var volatile: Set<String> = []
    }

    private let configuration: PostgresConfiguration
    private let state = Mutex(State())

    package init(url: String) throws {
        self.configuration = try PostgresConfiguration(url)
    }

    /// Supabase's roles, as its own migrations make them; the migrations of ours find them.
    package static let roles = """
        do $$
        declare role text;
        begin
            -- Several tests may be here at once.
            perform pg_advisory_xact_lock(20261123);
            foreach role in array array['anon', 'authenticated', 'service_role'] loop
                if not exists (select from pg_catalog.pg_roles where rolname = role) then
                    execute format('create role %I nologin noinherit', role);
                end if;
            end loop;
            alter role service_role bypassrls;
        end
        $$;
        grant usage on schema public to anon, authenticated, service_role;
        """

    package func functions() async throws -> Set<String> {
        let result = try await self.borrow { connection in
            try await connection.query(
                """
                select p.proname, p.provolatile = 'v' from pg_catalog.pg_proc p
                where p.pronamespace = 'public'::regnamespace and p.proargnames = array['argument'] and p.pronargs = 1
                """
            )
        }
        let volatile = result.rows.filter { $0[1].boolean == true }.compactMap { $0[0].string }
        self.state.withLock { $0.volatile = Set(volatile) }
        return Set(result.rows.compactMap { $0[0].string })
    }

    package func call(
        _ function: String,
        argument: [UInt8],
        role: String,
        isReadOnly: Bool
    ) async throws -> SimulatedRows {
        let mayWrite = !isReadOnly && self.state.withLock { $0.volatile.contains(function) }
        do {
            let result = try await self.borrow { connection in
                try await connection.transaction { connection in
                    _ = try await connection.query(
                        mayWrite ? "set transaction read write" : "set transaction read only"
                    )
                    _ = try await connection.query(
                        """
                        select set_config('role', $1, true), set_config('search_path', 'public, extensions', true),
                            set_config('statement_timeout', '8s', true), set_config('lock_timeout', '8s', true)
                        """,
                        [.text(role)]
                    )
                    return try await connection.query(
                        "select public.\"\(function)\"(argument := $1::jsonb)",
                        [.utf8(argument)]
                    )
                }
            }
            return .value(result.rows.first?[0].bytes ?? Array("null".utf8))
        } catch let error as PostgresError {
            let isLost = error.outcome == .unknown
            throw SimulatedError(error.sqlState ?? (isLost ? "PGRST001" : "PGRST000"), error.message)
        }
    }

    /// Closes the connections.
    package func close() async {
        let idle = self.state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for connection in idle { await connection.close() }
    }

    private func borrow<Value: Sendable>(
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection: PostgresConnection
        if let idle = self.state.withLock({ $0.idle.popLast() }) {
            connection = idle
        } else {
            connection = try await PostgresConnection.connect(self.configuration)
        }
        do {
            let value = try await body(connection)
            self.state.withLock { $0.idle.append(connection) }
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}
#endif
