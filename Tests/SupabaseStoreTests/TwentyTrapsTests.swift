// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
import Foundation
import PostgreSQLTestSupport
import SupabaseStore
import SupabaseTestSupport
import Testing

/// The twenty things a programmer gets wrong with Supabase, in the order in which docs/supabase.md lists them, each shown
/// not to bite: the first ten. Several cannot, because only functions are called; then that is what is shown.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct TwentyTrapsTests {
    @Test("1: the key may be opaque or a JWT", arguments: [TestKeys.secret, TestKeys.legacy()])
    func bothKeys(_ key: String) async throws {
        try await Project.perform(key: key) { project in
            #expect(try await project.store.probe() == .current)
            let request = try #require(project.stage.supabase.requests.first)
            #expect(request.header("apikey") == key)
            #expect(request.header("authorization") == (key == TestKeys.secret ? nil : "Bearer \(key)"))
        }
    }

    @Test("1: an opaque key as a bearer would be refused, which is why it is not sent as one")
    func opaqueBearer() async throws {
        try await Project.perform { project in
            let (status, body) = try await project.post(
                "switchboard_version",
                headers: [("apikey", TestKeys.secret), ("Authorization", "Bearer sb_secret_other")]
            )
            #expect(status == 401)
            #expect(body.contains("Expected 3 parts in JWT; got 1"))
        }
    }

    @Test("2: without a GRANT the line that mends it is said, and it does mend it")
    func grants() async throws {
        try await Project.perform { project in
            try await project.sql(
                """
                revoke all on public.switchboard_calls from service_role;
                revoke execute on function public.switchboard_append(jsonb) from service_role, public;
                """
            )
            let table = try await project.mend { _ = try await project.store.calls(CallQuery()) }
            #expect(table == "grant select, insert, update, delete on table public.switchboard_calls to service_role;")
            try await project.sql(table)
            _ = try await project.store.calls(CallQuery())
            var script = Script()
            let function = try await project.mend { _ = try await project.store.append([script.received()]) }
            #expect(function == "grant execute on function public.switchboard_append(jsonb) to service_role;")
            try await project.sql(function)
            _ = try await project.store.append([script.received()])
        }
    }

    @Test("3: service_role passes over row level security, and the time of its statements is bounded")
    func timeouts() async throws {
        try await Project.perform { project in
            var script = Script()
            _ = try await project.store.append([script.received()])
            #expect(try await project.store.call(script.call) != nil)
            project.stage.supabase.plan([.statementTimeout])
            let events = script.spoken(["one", "two"])
            let error = try await #require(throws: StoreError.self) { _ = try await project.store.append(events) }
            #expect(error.code == .unavailable)
            #expect(error.wantsSmallerBatch)
            // In halves, as the delivery does then.
            for event in events { _ = try await project.store.append([event]) }
            #expect(try await project.store.transcript(of: script.call).map(\.line.text) == ["one", "two"])
        }
    }

    @Test("4: whoever is anonymous gets an error, not an empty list")
    func anonymous() async throws {
        try await Project.perform { project in
            for name in ["version", "calls", "append", "erase", "search", "events", "folds", "call"] {
                for role in ["anon", "authenticated"] {
                    let headers = [
                        ("apikey", TestKeys.publishable), ("Authorization", "Bearer \(TestKeys.legacy(role: role))"),
                    ]
                    let (status, body) = try await project.post("switchboard_\(name)", headers: headers)
                    #expect(status == (role == "anon" ? 401 : 403), "\(body)")
                    #expect(body.contains("42501"), "\(body)")
                }
            }
        }
    }

    @Test("5: what is there already stays as it is, and nobody hears of a clash")
    func upserts() async throws {
        try await Project.perform { project in
            var script = Script()
            let events = [script.received()] + script.spoken(["one", "two"])
            let first = try await project.store.append(events)
            // A server that knows nothing of them, and one that has half of them.
            let other = RemoteCallStore(project.stage.functions)
            #expect(try await other.append(events) == first)
            let more = try await other.append([events[1], script.spoken("three"), events[2]])
            #expect(more.map(\.sequence) == [2, 4, 3])
            #expect(try await project.count("select count(*) from public.switchboard_events") == 4)
        }
    }

    @Test("6: the same event twice in a batch is stored once, and never ends in 21000")
    func sameEventTwice() async throws {
        try await Project.perform { project in
            var script = Script()
            let line = script.spoken("twice")
            let stored = try await project.store.append([script.received(), line, line, line])
            #expect(stored.map(\.sequence) == [1, 2, 2, 2])
            #expect(project.stage.log.attempts.allSatisfy { $0.status == 200 })
        }
    }

    @Test("6: 21000 is not repeated")
    func noLoop() async throws {
        try await Project.perform { project in
            let cardinality = SimulatedError("21000", "ON CONFLICT DO UPDATE command cannot affect row a second time")
            project.stage.supabase.script { _, _ in .fails(cardinality) }
            await #expect(throws: StoreError.self) { try await project.store.ping() }
            #expect(project.stage.supabase.requests.count == 1)
        }
    }

    @Test("7: events of different kinds have different keys and go in one batch")
    func differentKeys() async throws {
        try await Project.perform { project in
            var script = Script()
            let kinds: [CallEvent.Kind] = [
                .answeredBy(.human, after: nil), .digit("1", at: .zero), .gathered(digits: nil, confidence: 0.5),
                .fellBack(code: nil, url: nil), .answeredBy(.machineEndBeep, after: .milliseconds(4_250)),
            ]
            let events = [script.received()] + kinds.map { script.event($0) } + [script.spoken("x")]
            _ = try await project.store.append(events)
            #expect(try await project.store.events(of: script.call).map(\.event) == events)
            #expect(project.stage.log.attempts.allSatisfy { $0.status == 200 })
        }
    }

    @Test("8: 1,500 events of a call come back whole, although rows are cut at 1,000")
    func noCut() async throws {
        try await Project.perform { project in
            var script = Script()
            _ = try await project.store.append([script.received()])
            for start in stride(from: 1, through: 1_500, by: 500) {
                _ = try await project.store.append(script.spoken((start..<start + 500).map { "line \($0)" }))
            }
            #expect(try await project.store.events(of: script.call).count == 1_501)
            let transcript = try await project.store.transcript(of: script.call)
            #expect(transcript.map(\.line.text) == (1...1_500).map { "line \($0)" })
        }
    }

    @Test("8: the stand-in does cut a set at 1,000, with status 200")
    func theCut() async throws {
        let rows = (1...1_500).map { Array("\($0)".utf8) }
        let supabase = SimulatedSupabase(ClosureDatabase { _, _ in .set(rows) })
        try await SupabaseStage.perform(supabase) { stage in
            let answer = try await stage.functions.call("switchboard_append", Array("{}".utf8))
            #expect(try JSONDecoder().decode([Int].self, from: Data(answer)).count == 1_000)
        }
    }

    @Test("9: erasing keeps to its limit and its selection")
    func bounds() async throws {
        try await Project.perform { project in
            for number in 1...5 {
                var script = Script(number)
                let end = script.event(.status(.completed, duration: nil, sequence: nil))
                _ = try await project.store.append([script.received(), end])
            }
            #expect(try await project.store.erase(.address("+12025550100"), limit: 2) == 2)
            #expect(try await project.count("select count(*) from public.switchboard_calls") == 3)
            #expect(try await project.store.erase(.address("+12025550999"), limit: 100) == 0)
            #expect(try await project.count("select count(*) from public.switchboard_calls") == 3)
        }
    }

    @Test("10: nothing found and nothing erased is told from something")
    func nothingMatched() async throws {
        try await Project.perform { project in
            let unknown = CallID("CA00000000000000000000000000000099")
            #expect(try await project.store.call(unknown) == nil)
            #expect(try await project.store.erase(.call(unknown), limit: 1) == 0)
            var script = Script(9)
            let error = try await #require(throws: StoreError.self) {
                _ = try await project.store.append([script.spoken("of a call nobody received")])
            }
            #expect(error.code == .rejected)
        }
    }
}
#endif
