// SPDX-License-Identifier: Apache-2.0

import CallCore
import InMemoryLogging
import Logging
import MetricsTestKit
import Resilience
import SupabaseTestSupport
import Testing

@testable import SupabaseStore

/// No error and no log line shows the key, a number, or what a caller said, whatever the other side answers.
@Suite struct SecrecyTests {
    private static let said = "my name is Jane Doe and my card ends in forty-seven"
    private static let number = "+12025550100"
    private static let argument = #"{"calls":[{"id":"CA1","from_address":"\#(number)"}],"text":"\#(said)"}"#

    /// Answers that repeat everything they were sent, in every shape there is.
    private static func echoes(_ key: String) -> [SimulatedAnswer] {
        let all = "\(Self.said) \(Self.number) (202) 555-0100 \(key) \(Self.argument)"
        let escaped = all.replacing("\"", with: "\\\"")
        var answers: [SimulatedAnswer] = []
        for status in [200, 204, 301, 400, 401, 402, 403, 404, 409, 413, 429, 500, 502, 503, 504, 520, 540, 544] {
            answers.append(.html(status, all))
            answers.append(.text(status, all))
            answers.append(.gateway(status, all))
            for code in [
                "22P02", "23505", "42501", "P0001", "PGRST102", "PGRST301", "XX000", "57014", "PT409", "21000",
            ] {
                // Codes whose message PostgreSQL makes of names in the schema only; the details hold the row.
                let isAboutNames = ["23505", "42501", "57014", "PGRST301"].contains(code)
                let message = isAboutNames ? "names only \(key)" : "value: \\\"\(escaped)\\\""
                let body = #"{"code":"\#(code)","details":"\#(escaped)","hint":"\#(escaped)","message":"\#(message)"}"#
                answers.append(.json(status, Array(body.utf8), headers: [("Proxy-Status", "PostgREST; error=\(code)")]))
            }
        }
        return answers
    }

    @Test(arguments: [TestKeys.secret, TestKeys.legacy()])
    func nothingIsShownWhateverIsAnswered(_ key: String) async throws {
        let handler = InMemoryLogHandler()
        let supabase = SimulatedSupabase()
        var shown: [String] = []
        try await supabase.run { url in
            var configuration = try SupabaseStage.configuration(url: url, key: key)
            configuration.retries.attempts = 2
            configuration.retryBurst = 10_000
            var logger = Logger(label: "test") { _ in handler }
            logger.logLevel = .trace
            let functions = SupabaseFunctions(
                configuration,
                clock: SupabaseClock(),
                observer: SupabaseMetrics(logger: logger, metrics: TestMetrics())
            )
            for answer in Self.echoes(key) {
                supabase.script { _, _ in .answers(answer) }
                do {
                    _ = try await functions.call("switchboard_append", Array(Self.argument.utf8))
                } catch {
                    let error = try #require(error as? StoreError)
                    shown += ["\(error)", error.message, String(reflecting: error)]
                    if let cause = error.cause { shown += ["\(cause)", String(reflecting: cause)] }
                }
            }
            // Not its durations: any digits may be in those.
            shown.append(String(reflecting: functions.health.lastError))
            shown += ["\(configuration)", String(reflecting: configuration)]
            await functions.close()
        }
        for entry in handler.entries { shown.append("\(entry.message) \(entry.metadata)") }
        #expect(shown.count > 500)
        for text in shown {
            #expect(!text.contains(key.prefix(20)))
            #expect(!text.contains("Jane"))
            #expect(!text.contains("5550100"))
            #expect(!text.contains("555-0100"))
            #expect(!text.contains("forty-seven"))
        }
    }
}
