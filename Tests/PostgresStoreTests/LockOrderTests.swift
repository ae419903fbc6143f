// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import Testing

/// Writers take what they have to wait for in the order of names, whatever the order of a batch: so they never wait for
/// one another in a circle. Looked at while a writer waits for the first of two calls.
@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct LockOrderTests {
    /// A batch that names the second call first.
    private static func batch(expected: Int) -> String {
        """
        select jsonb_build_object('events', '[]'::jsonb, 'calls', jsonb_agg(
            jsonb_build_object(
                'id', id, 'expected_events', \(expected), 'events', 2, 'account', 'AC1', 'direction', 'inbound',
                'from_address', 'a', 'to_address', 'b', 'received_at', 0, 'status', 'ringing', 'is_active', true,
                'streams', 0, 'lines', 0, 'audio_lost_seconds', 0, 'latest_at', 0
            ) order by id desc
        ))::text from unnest(array['CA1', 'CA2']) as id
        """
    }

    private static func insert(_ id: String) -> String {
        """
        insert into public.switchboard_calls (id, account, direction, from_address, to_address, received_at, status,
            is_active, streams, lines, audio_lost_seconds, events, latest_at)
        values ('\(id)', 'AC1', 'inbound', 'a', 'b', now(), 'ringing', true, 0, 0, 0, 1, now());
        """
    }

    /// Has a writer wait for what `holding` holds, and tries `probe` meanwhile.
    private func whileAWriterWaits(
        in database: MigratedDatabase,
        expected: Int,
        holding: String,
        probe: String
    ) async throws {
        try await database.withConnection { holder in
            try await holder.execute("begin; \(holding)")
            try await database.withConnection { writer in
                let argument = try await writer.query(Self.batch(expected: expected)).rows[0][0].string ?? ""
                let process = try await writer.query("select pg_backend_pid()").rows[0][0].integer ?? 0
                async let answer = writer.query("select public.switchboard_append($1::jsonb)", [.text(argument)])
                let waiting = "select count(*) from pg_locks where pid = \(process) and not granted"
                while try await holder.query(waiting).rows[0][0].integer == 0 { await Task.yield() }
                try await database.withConnection { other in
                    try await other.execute("begin; set local lock_timeout = '2s'; \(probe) rollback;")
                }
                try await holder.execute("rollback")
                let text = try await answer.rows[0][0].string
                #expect(text == #"{"conflict": false}"#)
            }
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func callsThatAreThereAreLockedInTheOrderOfTheirNames() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { try await $0.execute(Self.insert("CA2") + Self.insert("CA1")) }
            try await self.whileAWriterWaits(
                in: database,
                expected: 1,
                holding: "select from public.switchboard_calls where id = 'CA1' for update;",
                probe: "select from public.switchboard_calls where id = 'CA2' for update nowait;"
            )
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func newCallsAreAddedInTheOrderOfTheirNames() async throws {
        try await MigratedDatabase.with { database in
            try await self.whileAWriterWaits(
                in: database,
                expected: 0,
                holding: Self.insert("CA1"),
                probe: Self.insert("CA2")
            )
        }
    }
}
#endif
