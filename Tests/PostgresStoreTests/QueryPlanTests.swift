// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import Testing

/// With many calls, no usual question reads them all.
@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct QueryPlanTests {
    private static let filling = """
        insert into public.switchboard_calls (id, account, direction, from_address, to_address, received_at, order_name,
            status, is_active, streams, lines, audio_lost_seconds, events, latest_at)
        select 'CA' || lpad(n::text, 32, '0'), 'AC1', 'inbound', '+1202555' || lpad((n % 5000)::text, 4, '0'),
            '+12025550100', public.switchboard_time(1700000000000000 + n * 1000000::bigint),
            case when n % 10 = 0 then 'order-' || n end, case when n % 500 = 0 then 'in-progress' else 'completed' end,
            n % 500 = 0, 1, 1, 0, 2, public.switchboard_time(1700000000000000 + n * 1000000::bigint)
        from generate_series(1, 20000) n;
        insert into public.switchboard_events (call_id, sequence, id, time, kind, payload)
        select 'CA' || lpad(n::text, 32, '0'), s, '0190a0b0-0000-7000-8000-' || lpad((n * 10 + s)::text, 12, '0'),
            public.switchboard_time(1700000000000000 + n * 1000000::bigint),
            case s when 1 then 'received' else 'spoken' end, '{}'
        from generate_series(1, 20000) n cross join generate_series(1, 2) s;
        insert into public.switchboard_utterances (call_id, sequence, event_id, line, time, speaker, text, start_seconds,
            end_seconds, confidence, is_interrupted, source, words, search)
        select e.call_id, e.sequence, e.id, 1, e.time, 'caller', 'x', 0, 1, 1, false, 'test', '[]',
            array_to_tsvector(array['all', 'word' || (row_number() over ()) % 4000])
        from public.switchboard_events e where e.kind = 'spoken';
        analyze public.switchboard_calls, public.switchboard_events, public.switchboard_utterances;
        """

    /// The pages that the question has looked at, out of some thousands.
    private func blocks(_ connection: PostgresConnection, _ function: String, _ argument: String) async throws -> Int {
        let sql = "explain (analyze, buffers, format json) select public.\(function)($1::jsonb)"
        _ = try await connection.query("select public.\(function)($1::jsonb)", [.text(argument)])
        let plan = try await connection.query(sql, [.text(argument)])
        let text = plan.rows[0][0].string ?? ""
        let counts = ["Shared Hit Blocks", "Shared Read Blocks"].map { key -> Int in
            // The first node of the plan includes all below it.
            guard let place = text.range(of: "\"\(key)\": ") else { return .max / 2 }
            return Int(text[place.upperBound...].prefix { $0.isNumber }) ?? .max / 2
        }
        return counts[0] + counts[1]
    }

    @Test func theUsualQuestionsAreAnsweredFromIndexes() async throws {
        try await MigratedDatabase.with { database in
            try await database.withConnection { connection in
                try await connection.execute(Self.filling)
                let call = "CA" + String(repeating: "0", count: 27) + "10000"
                let place = #"{"time":1700010000000000,"id":"\#(call)"}"#
                let questions = [
                    ("switchboard_call", #"{"id":"\#(call)"}"#), ("switchboard_call", #"{"order":"order-10000"}"#),
                    ("switchboard_calls", #"{"limit":50}"#),
                    ("switchboard_calls", #"{"limit":50,"after":\#(place)}"#),
                    ("switchboard_calls", #"{"limit":20,"is_active":true}"#),
                    ("switchboard_calls", #"{"limit":50,"address":"+12025550007"}"#),
                    (
                        "switchboard_calls",
                        #"{"limit":50,"received_from":1700010000000000,"received_before":1700010050000000}"#
                    ),
                    ("switchboard_events", #"{"call":"\#(call)","after":0,"limit":500}"#),
                    ("switchboard_folds", #"{"calls":["\#(call)"]}"#),
                    ("switchboard_search", #"{"words":[{"text":"word17","is_prefix":false}],"limit":50}"#),
                    ("switchboard_search", #"{"words":[{"text":"all","is_prefix":false}],"limit":50}"#),
                    ("switchboard_erase", #"{"limit":1,"call":"\#(call)"}"#),
                ]
                for (function, argument) in questions {
                    let blocks = try await self.blocks(connection, function, argument)
                    #expect(blocks < 400, "\(function) \(argument) read \(blocks) pages")
                }
            }
        }
    }
}
#endif
