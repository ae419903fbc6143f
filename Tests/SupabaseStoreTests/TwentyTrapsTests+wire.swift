// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
import Foundation
import NIOHTTP1
import PostgreSQLTestSupport
import Resilience
import SupabaseStore
import SupabaseTestSupport
import Testing

/// The other ten.
extension TwentyTrapsTests {
    /// What a caller may say or type.
    static let nastyTexts = [
        "we,ird.(x)\"\\ y+z&w", "100 % + 1 & 2 = ?", "a:b.c,d(e)f\"g\\h", "'single' \"double\" `back`",
        "\u{201C}curly\u{201D} \u{2018}quotes\u{2019} «guillemets» \u{201E}low\u{201C}", "\\u0041 \\n \\\\ %20 %22 %25",
        "{a,\"b,c\"}", "in.(1,2) eq.null is.null", "'; drop table switchboard_calls; --", "* % _ like",
        "ünïcödé 漢字 🧾 e\u{301}", "line\nbreak\ttab\r", "\u{7F}\u{1}\u{1F}", "null", "[]", "<script>alert(1)</script>",
        "$1 $$ $tag$ :name", "\u{FEFF}bom \u{202E}rtl \u{2028}ls", "\u{0}",
    ]

    @Test("11: the code decides, whatever the status says")
    func codes() async throws {
        try await Project.perform { project in
            // 400 and passing, 500 and lasting: the statuses alone would say the opposite.
            project.stage.supabase.forgetSchema()
            project.stage.supabase.plan([.fails(SimulatedError("PGRST204", "Could not find the column"))])
            project.stage.supabase.script { _, index in
                guard index == 1 else { return .none }
                return .fails(SimulatedError("PGRST202", "Could not find the function"))
            }
            try await project.stage.supabase.reloadSchema()
            try await project.store.ping()
            #expect(project.stage.log.outcomes == [.notMigrated, .notMigrated, nil])
        }
    }

    @Test("12: nothing of ours raises 40001 or 40P01, which PostgREST would repeat without end")
    func noSerializationFailures() async throws {
        for migration in Migration.all {
            #expect(!migration.sql.contains(/errcode\s*=\s*'(40001|40P01)'/.ignoresCase()))
            #expect(!migration.sql.contains(/(serialization_failure|deadlock_detected)/.ignoresCase()))
        }
        try await Project.perform { project in
            // Writers that meet in the same two calls in both orders: no deadlock, so no repetition by PostgREST.
            var (one, two) = (Script(1), Script(2))
            _ = try await project.store.append([one.received(), two.received()])
            let batches = (0..<8).map { turn -> [CallEvent] in
                let pair = [one.spoken("\(turn)"), two.spoken("\(turn)")]
                return turn.isMultiple(of: 2) ? pair : pair.reversed()
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for batch in batches {
                    group.addTask { _ = try await RemoteCallStore(project.stage.functions).append(batch) }
                }
                try await group.waitForAll()
            }
            #expect(project.stage.supabase.transactionCount == project.stage.supabase.requests.count)
            #expect(try await project.store.transcript(of: one.call).count == 8)
        }
    }

    @Test(
        "13: a write that was given up and did succeed is stored once",
        arguments: [
            SimulatedFault.hangsAfterCommit, .closesAfterCommit, .cutsAnswer, .cutsChunks, .cutsJSON,
            .answersAfterCommit(.html(502, "Bad Gateway")), .answersAfterCommit(.html(524, "A timeout occurred")),
        ]
    )
    func givenUp(_ fault: SimulatedFault) async throws {
        try await Project.perform { project in
            var script = Script()
            _ = try await project.store.append([script.received(), script.spoken("one")])
            project.stage.supabase.plan([fault])
            let lines = script.spoken(["two", "three"])
            let stored: [StoredCallEvent]
            if case .hangsAfterCommit = fault {
                let store = project.store
                stored = try await project.stage.losingAnswer { try await store.append(lines) }
            } else {
                stored = try await project.store.append(lines)
            }
            #expect(stored.map(\.sequence) == [3, 4])
            #expect(stored.map(\.line) == [2, 3])
            #expect(try await project.store.transcript(of: script.call).map(\.line.text) == ["one", "two", "three"])
            #expect(try await project.count("select count(*) from public.switchboard_events") == 4)
            #expect(try await project.store.call(script.call)?.lines == 3)
        }
    }

    @Test("14: Retry-After: 0 is no leave to ask again at once")
    func retryAfter() async throws {
        try await Project.perform { project in
            project.stage.supabase.plan([.databaseAway, .databaseAway, .databaseAway])
            try await project.store.ping()
            #expect(project.stage.clock.waits.count == 3)
            #expect(project.stage.clock.waits.allSatisfy { $0 >= .milliseconds(500) })
            // More than we would wait is waited.
            let busy = SimulatedAnswer.html(503, "Service Unavailable", headers: [("Retry-After", "17")])
            project.stage.supabase.plan([.answers(busy)])
            try await project.store.ping()
            #expect(project.stage.clock.waits.last == .seconds(17))
        }
    }

    @Test(
        "15: errors are not always JSON",
        arguments: [
            (SimulatedAnswer.html(413, "Request Entity Too Large"), "413 Request Entity Too Large"),
            (.html(414, "Request-URI Too Large"), "414 Request-URI Too Large"),
            (.html(502, "Bad Gateway"), "502 Bad Gateway"),
            (.html(521, "Web server is down"), "521 Web server is down"), (.text(401, ""), "401"),
            (.text(503, "upstream connect error or disconnect/reset before headers"), "upstream connect error"),
            (.json(500, Array("{\"message\":".utf8)), "Supabase failed"),
            (.json(404, Array("[]".utf8)), "Supabase failed"),
        ]
    )
    func notJSON(_ answer: SimulatedAnswer, _ says: String) async throws {
        try await SupabaseStage.perform {
            $0.retries = .never
        } _: { stage in
            stage.supabase.script { _, _ in .answers(answer) }
            let error = try await #require(throws: StoreError.self) { try await stage.functions.ping() }
            #expect(error.message.contains(says), "\(error.message)")
            #expect((error.cause as? SupabaseError)?.answer?.status == answer.status)
        }
    }

    @Test("16 and 17: every text survives as it was said")
    func exactness() async throws {
        try await Project.perform { project in
            var script = Script()
            _ = try await project.store.append([script.received()])
            _ = try await project.store.append(script.spoken(Self.nastyTexts))
            // PostgreSQL has no place for U+0000; the store says so with U+FFFD.
            let kept = Self.nastyTexts.map { Array($0.replacing("\u{0}", with: "\u{FFFD}").utf8) }
            let transcript = try await project.store.transcript(of: script.call)
            #expect(transcript.map { Array($0.line.text.utf8) } == kept)
            for text in Self.nastyTexts {
                // In a search and as a caller's name it is taken literally too. Some hold no word to search for.
                if SearchText(text) != nil {
                    let found = try await project.store.search(TranscriptQuery(text, limit: 500)).matches
                    #expect(found.contains { $0.line.text == text.replacing("\u{0}", with: "\u{FFFD}") }, "\(text)")
                }
                #expect(try await project.store.erase(.address(text), limit: 10) == 0)
            }
        }
    }

    @Test("7, 9, 16, 17 and 18 cannot bite: there is no query string, no filter, no preference")
    func nothingButFunctions() async throws {
        try await Project.perform { project in
            var script = Script()
            _ = try await project.store.append([script.received(), script.spoken("reserve a table")])
            _ = try await project.store.calls(CallQuery())
            _ = try await project.store.search(TranscriptQuery("table"))
            _ = try await project.store.events(of: script.call)
            _ = try await project.store.transcript(of: script.call)
            _ = try await project.store.erase(.call(script.call), limit: 1)
            try await project.store.ping()
            let requests = project.stage.supabase.requests
            #expect(requests.count >= 7)
            for request in requests {
                #expect(request.method == .POST)
                #expect(request.target.wholeMatch(of: /\/rest\/v1\/rpc\/switchboard_[a-z]+/) != nil)
                #expect(request.header("prefer") == nil)
                #expect(request.body.starts(with: Array(#"{"argument":"#.utf8)))
            }
        }
    }

    @Test("19: a connection that the other side has closed meanwhile is not noticed", arguments: [true, false])
    func staleConnections(announcing: Bool) async throws {
        try await Project.perform { project in
            try await project.store.ping()
            try await project.stage.supabase.closeIdleConnections()
            try await project.store.ping()
            // Every fourth request is the last of its connection.
            project.stage.supabase.limitConnections(to: 4, announcing: announcing)
            var script = Script()
            _ = try await project.store.append([script.received()])
            for turn in 0..<20 { _ = try await project.store.append([script.spoken("\(turn)")]) }
            #expect(try await project.store.transcript(of: script.call).map(\.line.text) == (0..<20).map { "\($0)" })
            #expect(project.stage.supabase.connectionCount > 4)
        }
    }

    @Test("19: a connection that closes while the next request is on its way is repeated at once, once")
    func race() async throws {
        try await Project.perform { project in
            try await project.store.ping()
            project.stage.supabase.plan([.closesBefore])
            try await project.store.ping()
            #expect(project.stage.clock.waits.isEmpty)
            project.stage.supabase.plan([.closesBefore, .closesBefore])
            try await project.store.ping()
            #expect(project.stage.clock.waits.count == 1)
        }
    }

    @Test("20: nothing needs a session: every request is a transaction of its own")
    func noSession() throws {
        for migration in Migration.all {
            let sql = migration.sql.replacing(/--[^\n]*/) { _ in "" }
            #expect(
                !sql.contains(
                    /pg_advisory_lock|\bprepare\s+\w+\s+as\b|create\s+(temp|temporary)\b|\blisten\s/.ignoresCase()
                )
            )
        }
    }
}
#endif
