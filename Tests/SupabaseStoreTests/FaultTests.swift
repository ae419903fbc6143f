// SPDX-License-Identifier: Apache-2.0

import CallCore
import Resilience
import SupabaseTestSupport
import Synchronization
import Testing

@testable import SupabaseStore

/// Every fault, and what becomes of a request that meets it: stored exactly once in the end, or refused in words.
@Suite(.timeLimit(.minutes(5))) struct FaultTests {
    /// Counts what is stored: each argument has a name of its own, as events have.
    private final class Notes: Sendable {
        private let state = Mutex<(runs: Int, kept: Set<[UInt8]>)>((0, []))

        var runs: Int { self.state.withLock { $0.runs } }
        var kept: Int { self.state.withLock { $0.kept.count } }

        var database: ClosureDatabase {
            ClosureDatabase { _, argument in
                self.state.withLock { state in
                    state.runs += 1
                    state.kept.insert(argument)
                }
                return .value(Array(#"{"conflict": false, "text": "so that there is something to be cut"}"#.utf8))
            }
        }
    }

    struct Passing: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var faults: [SimulatedFault]
        var outcomes: [SupabaseOutcome]
        /// How often the function ran.
        var runs: Int

        init(_ name: String, _ faults: [SimulatedFault], _ outcomes: [SupabaseOutcome], runs: Int = 1) {
            (self.testDescription, self.faults, self.outcomes, self.runs) = (name, faults, outcomes, runs)
        }
    }

    static let passing = [
        Passing("none", [.none], []),
        Passing("connection closed before it ran", [.closesBefore], [.connectionLost]),
        Passing("connection closed twice", [.closesBefore, .closesBefore], [.connectionLost, .connectionLost]),
        Passing("connection closed after commit", [.closesAfterCommit], [.connectionLost], runs: 2),
        Passing("answer cut", [.cutsAnswer], [.answerCut], runs: 2),
        Passing("chunks cut", [.cutsChunks], [.answerCut], runs: 2),
        Passing("half of the JSON", [.cutsJSON], [.answerCut], runs: 2),
        Passing("HTML with 200", [.mistypes("text/html")], [.answerUnreadable], runs: 2),
        Passing("byte by byte", [.dribbles], []),
        Passing("pool exhausted", [.poolTimeout, .poolTimeout], [.poolExhausted, .poolExhausted]),
        Passing("database away", [.databaseAway, .schemaNotLoaded], [.databaseAway, .databaseAway]),
        Passing("clock ahead", [.issuedInFuture, .issuedInFuture], [.clockSkew, .clockSkew]),
        Passing(
            "connection lost at COMMIT",
            [
                .answersAfterCommit(
                    .error(SimulatedError("PGRST001", "Database client error. Retrying the connection."))
                )
            ],
            [.databaseLost],
            runs: 2
        ),
        Passing("shut down", [.fails(SimulatedError("57P01", "terminating connection"))], [.databaseLost]),
        Passing("too many clients", [.fails(SimulatedError("53300", "too many clients already"))], [.databaseFull]),
        Passing("502 after it ran", [.answersAfterCommit(.html(502, "Bad Gateway"))], [.gatewayFailed], runs: 2),
        Passing("520", [.answers(.html(520, "Web server is returning an unknown error"))], [.gatewayFailed]),
        Passing("522", [.answers(.html(522, "Connection timed out"))], [.gatewayFailed]),
        Passing("544", [.answers(.gateway(544, "gateway time limit"))], [.gatewayFailed]),
        Passing(
            "Envoy",
            [.answers(.text(503, "upstream connect error or disconnect/reset before headers"))],
            [.gatewayFailed]
        ),
        Passing("throttled", [.answers(.gateway(429, "Too many requests"))], [.rateLimited]),
        Passing("connection ends, announced", [.announcesClose, .none], []),
        Passing("connection ends, silently", [.closesSilently, .none], []),
    ]

    @Test(arguments: passing)
    func whatPassesIsStoredOnce(_ fault: Passing) async throws {
        let notes = Notes()
        try await SupabaseStage.perform(SimulatedSupabase(notes.database)) { stage in
            stage.supabase.plan(fault.faults)
            _ = try await stage.functions.call("switchboard_append", Array(#"{"id":"one"}"#.utf8))
            #expect(stage.log.outcomes == fault.outcomes.map { $0 } + [nil])
        }
        #expect(notes.kept == 1)
        #expect(notes.runs == fault.runs)
    }

    @Test(arguments: [SimulatedFault.hangsBefore, .hangsAfterCommit])
    func aRequestThatIsNeverAnsweredIsGivenUpAndSentAgain(_ fault: SimulatedFault) async throws {
        let notes = Notes()
        try await SupabaseStage.perform(SimulatedSupabase(notes.database)) { stage in
            stage.supabase.plan([fault])
            _ = try await stage.losingAnswer {
                try await stage.functions.call("switchboard_append", Array(#"{"id":"one"}"#.utf8))
            }
            #expect(stage.log.outcomes == [.timedOut, nil])
            // The connection that hung is not used again.
            #expect(stage.supabase.requests.last?.number == 1)
        }
        #expect(notes.kept == 1)
    }

    struct Lasting: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var fault: SimulatedFault
        var outcome: SupabaseOutcome
        var code: StoreError.Code
        var says: String
        var wantsSmallerBatch = false
    }

    private static func lasting(
        _ name: String,
        _ fault: SimulatedFault,
        _ outcome: SupabaseOutcome,
        _ code: StoreError.Code,
        _ says: String,
        halves: Bool = false
    ) -> Lasting {
        Lasting(
            testDescription: name,
            fault: fault,
            outcome: outcome,
            code: code,
            says: says,
            wantsSmallerBatch: halves
        )
    }

    static let lasting = [
        lasting("statement timeout", .statementTimeout, .statementTimeout, .unavailable, "less at once", halves: true),
        lasting(
            "413",
            .answers(.html(413, "Request Entity Too Large")),
            .requestTooLarge,
            .rejected,
            "larger",
            halves: true
        ),
        lasting(
            "the same row twice",
            .fails(SimulatedError("21000", "ON CONFLICT DO UPDATE command cannot affect row a second time")),
            .repeatedRow,
            .rejected,
            "same row twice"
        ),
        lasting(
            "U+0000",
            .fails(SimulatedError("22P05", "unsupported Unicode escape sequence", details: "\\u0000 of the caller")),
            .badData,
            .rejected,
            "cannot store"
        ),
        lasting(
            "no grant",
            .fails(SimulatedError("42501", "permission denied for table switchboard_calls")),
            .notPermitted,
            .unavailable,
            "grant select, insert, update, delete on table public.switchboard_calls to service_role;"
        ),
        lasting(
            "no grant for the function",
            .fails(SimulatedError("42501", "permission denied for function switchboard_append")),
            .notPermitted,
            .unavailable,
            "grant execute on function public.switchboard_append(jsonb) to service_role;"
        ),
        lasting("paused", .answers(.text(540, "Project paused")), .paused, .unavailable, "Restore it"),
        lasting(
            "restricted",
            .answers(.gateway(402, "exceed_egress_quota")),
            .restricted,
            .unavailable,
            "a bill is open"
        ),
        lasting("empty 401", .answers(.text(401, "")), .keyRefused, .unavailable, "SUPABASE_SERVICE_ROLE_KEY"),
        lasting(
            "legacy keys disabled",
            .answers(.gateway(401, "Legacy API keys are disabled")),
            .keyRefused,
            .unavailable,
            "legacy keys are disabled: put a secret key"
        ),
        lasting("other 500", .fails(SimulatedError("XX000", "unexpected")), .databaseFailed, .unavailable, "failed in"),
        lasting("redirect", .answers(.html(301, "Moved")), .refused, .unavailable, "failed in"),
        lasting("wrong place", .answers(.gateway(404, "no Route matched")), .refused, .unavailable, "no Route"),
    ]

    @Test(arguments: lasting)
    func whatLastsIsSaidAtOnceAndNotRepeated(_ fault: Lasting) async throws {
        try await SupabaseStage.perform { stage in
            stage.supabase.script { _, _ in fault.fault }
            let error = try await #require(throws: StoreError.self) {
                _ = try await stage.functions.call("switchboard_append", Array("{}".utf8))
            }
            #expect(error.code == fault.code)
            #expect(error.message.contains(fault.says), "\(error.message)")
            #expect(error.wantsSmallerBatch == fault.wantsSmallerBatch)
            #expect(stage.log.outcomes == [fault.outcome])
            #expect(stage.clock.waits.isEmpty)
            let cause = try #require(error.cause as? SupabaseError)
            let facts = try #require(cause.answer)
            #expect(facts.requestIDs.contains("sb-request-id=01980f5a-0000-7000-8000-00000000abcd"))
            #expect(facts.requestIDs.contains("cf-ray=8f00ba4c0ffee-FRA"))
        }
    }

    @Test func aBreakerKeepsFromAskingWhatFailsAnyway() async throws {
        try await SupabaseStage.perform { configuration in
            configuration.breaker.trip = .failures(3, within: .seconds(60))
            configuration.retries.attempts = 3
        } _: { stage in
            stage.supabase.script { _, _ in .databaseAway }
            let error = try await #require(throws: StoreError.self) { try await stage.functions.ping() }
            #expect(error.code == .unavailable)
            #expect(stage.supabase.requests.count == 3)
            #expect(stage.functions.health.state == .open)
            let next = try await #require(throws: StoreError.self) { try await stage.functions.ping() }
            #expect(next.message.contains("not asked for a while"))
            #expect(next.message.contains("database cannot be reached"))
            #expect(stage.supabase.requests.count == 3)
            stage.supabase.script(nil)
            stage.clock.advance(by: .seconds(61))
            try await stage.functions.ping()
            #expect(stage.functions.health.state == .closed)
            #expect(stage.log.transitions.map(\.to) == [.open, .halfOpen, .closed])
        }
    }

    @Test func triesEndWithTheirNumberAndTheBudget() async throws {
        try await SupabaseStage.perform { configuration in
            configuration.retryBurst = 5
            configuration.retryShare = 0
        } _: { stage in
            stage.supabase.script { _, _ in .databaseAway }
            for _ in 0..<3 { await #expect(throws: StoreError.self) { try await stage.functions.ping() } }
            // Four repetitions of the first, one of the second, none of the third.
            #expect(stage.log.attempts.map(\.number) == [1, 2, 3, 4, 5, 1, 2, 1])
            #expect(stage.log.attempts.last?.retriesAfter == nil)
        }
    }

    @Test func triesEndWithTheTotalTime() async throws {
        try await SupabaseStage.perform { configuration in
            configuration.totalTime = .seconds(20)
            configuration.retries.longestRetryAfter = .seconds(60)
        } _: { stage in
            let busy = SimulatedAnswer.html(503, "Service Unavailable", headers: [("Retry-After", "15")])
            stage.supabase.script { _, _ in .answers(busy) }
            await #expect(throws: StoreError.self) { try await stage.functions.ping() }
            #expect(stage.clock.waits == [.seconds(15)])
        }
    }
}
