// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
import Foundation
import PostgreSQLTestSupport
import Resilience
import SupabaseStore
import SupabaseTestSupport
import Testing

/// The same calls succeed and fail exactly as with Supabase's own client: which shows of ours that it asks as one should,
/// and of the stand-in that it speaks PostgREST's language.
@Suite(
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"),
    .enabled(if: OfficialClient.isInstalled, "\(OfficialClient.mend)")
)
struct OfficialClientTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var function = "switchboard_version"
        var argument = "{}"
        var fault: SimulatedFault?
        var key = TestKeys.secret
        /// What must go wrong; `nil` is nothing.
        var code: String?
    }

    static let cases = [
        Case(testDescription: "a question"),
        Case(testDescription: "a legacy key", key: TestKeys.legacy()),
        Case(testDescription: "calls", function: "switchboard_calls", argument: #"{"limit":5}"#),
        Case(
            testDescription: "nasty text",
            function: "switchboard_calls",
            argument: #"{"limit":5,"address":"we,ird.(x)\"\\ y+z&w%20 ü 🧾"}"#
        ),
        Case(testDescription: "an unknown function", function: "switchboard_nothing", code: "PGRST202"),
        Case(
            testDescription: "what is no number",
            function: "switchboard_calls",
            argument: #"{"limit":"many"}"#,
            code: "22P02"
        ),
        Case(
            testDescription: "U+0000",
            function: "switchboard_call",
            argument: #"{"id":"a\u0000b"}"#,
            code: "22P05"
        ),
        Case(testDescription: "statement timeout", fault: .statementTimeout, code: "57014"),
        Case(testDescription: "pool timeout", fault: .poolTimeout, code: "PGRST003"),
        Case(testDescription: "clock ahead", fault: .issuedInFuture, code: "PGRST303"),
        Case(testDescription: "HTML", fault: .answers(.html(502, "Bad Gateway")), code: "502"),
        Case(testDescription: "413", fault: .answers(.html(413, "Request Entity Too Large")), code: "413"),
    ]

    @Test(arguments: cases)
    func theSameHappensToBoth(_ one: Case) async throws {
        try await Project.perform(key: one.key) {
            $0.retries = .never
        } _: { project in
            if let fault = one.fault { project.stage.supabase.script { _, _ in fault } }
            let functions = project.stage.functions
            let theirs = try await OfficialClient.call(
                url: functions.address,
                key: one.key,
                function: one.function,
                argument: one.argument
            )
            var ours = OfficialClient.Outcome()
            do {
                let data = try await functions.call(one.function, Array(one.argument.utf8))
                let value = try JSONSerialization.jsonObject(with: Data(data), options: .fragmentsAllowed)
                let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
                ours.data = String(
                    decoding: try JSONSerialization.data(withJSONObject: value, options: options),
                    as: UTF8.self
                )
            } catch let error as StoreError {
                ours.code = Self.code(error)
            }
            #expect(ours == theirs)
            #expect(theirs.code == one.code)
            let bodies = project.stage.supabase.requests.map(\.path)
            #expect(Set(bodies).count == 1)
        }
    }

    private static func code(_ error: StoreError) -> String? {
        if error.cause is MissingFunction { return "PGRST202" }
        guard let answer = (error.cause as? SupabaseError)?.answer else { return nil }
        return answer.code ?? "\(answer.status)"
    }
}
#endif
