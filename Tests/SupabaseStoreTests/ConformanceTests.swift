// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallStorage
import PostgreSQLTestSupport
import Resilience
import SupabaseStore
import SupabaseTestSupport
import SwitchboardTesting
import Testing

/// What every store promises, kept through HTTP, the gateway and PostgREST by the migrations' own SQL.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct ConformanceTests {
    @Test func keepsEveryPromise() async throws {
        try await Project.perform(key: TestKeys.secret) { try await Self.check($0) }
    }

    @Test func keepsEveryPromiseWhileEverySecondRequestMeetsAFault() async throws {
        let before: [SimulatedFault] = [
            .poolTimeout, .closesBefore, .databaseAway, .closesSilently, .issuedInFuture,
            .answers(.html(521, "Web server is down")),
        ]
        let after: [SimulatedFault] = [
            .closesAfterCommit, .answersAfterCommit(.html(502, "Bad Gateway")), .cutsJSON, .cutsChunks,
            .mistypes("text/html"),
        ]
        // With the other kind of key, since one round with each is enough.
        try await Project.perform(key: TestKeys.legacy()) {
            $0.retryBurst = 100_000
            // Of several writers one may meet a fault many times in a row.
            $0.retries.attempts = 100
            $0.totalTime = .seconds(10_000)
        } _: { project in
            project.stage.supabase.script { request, index in
                guard index.isMultiple(of: 2) else { return .none }
                // Erasing again erases no more and no less, but what the lost answer counted is not counted again.
                let faults = request.path.hasSuffix("switchboard_erase") ? before : before + after
                return faults[index / 2 % faults.count]
            }
            try await Self.check(project)
        }
    }

    /// All on one database, emptied each time: making one takes longer than most checks.
    private static func check(_ project: Project) async throws {
        let failures = await CallStoreConformance.failures {
            try await project.sql("truncate public.switchboard_calls cascade")
            return RemoteCallStore(project.stage.functions)
        }
        #expect(failures.map { "\($0.promise): \($0.reason)" } == [])
    }
}
#endif
