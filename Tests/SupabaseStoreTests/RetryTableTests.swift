// SPDX-License-Identifier: Apache-2.0

import CallCore
import SupabaseTestSupport
import Testing

@testable import SupabaseStore

/// What is in the table, and what leads to its rows.
@Suite struct RetryTableTests {
    @Test(arguments: SupabaseOutcome.allCases)
    func whatMayHaveRunIsRepeatedOnlyWhereThatIsHarmless(_ outcome: SupabaseOutcome) {
        let rule = outcome.rule
        if rule.effect == .unknown { #expect([.idempotent, .nothing].contains(rule.repeats)) }
        #expect(rule.floor >= .milliseconds(500))
        // A smaller batch makes sense only where nothing was stored.
        if rule.mayFitInHalf { #expect(rule.effect != .unknown) }
        // Data are given up only for what is wrong with them.
        let concernsData: Set<SupabaseOutcome> = [.badData, .repeatedRow, .requestTooLong, .requestTooLarge]
        #expect((rule.code == .rejected) == concernsData.contains(outcome))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var status: Int
        var code: String?
        var message = ""
        var outcome: SupabaseOutcome

        var testDescription: String { "\(self.status) \(self.code ?? "-")" }

        init(_ status: Int, _ code: String?, _ outcome: SupabaseOutcome, _ message: String = "") {
            (self.status, self.code, self.outcome, self.message) = (status, code, outcome, message)
        }
    }

    static let rows = [
        Row(504, "PGRST003", .poolExhausted), Row(503, "PGRST000", .databaseAway), Row(503, "PGRST002", .databaseAway),
        Row(503, "PGRST001", .databaseLost), Row(503, "57P01", .databaseLost), Row(503, "08006", .databaseLost),
        Row(401, "PGRST303", .clockSkew, "JWT issued at future"), Row(401, "PGRST303", .keyRefused, "JWT expired"),
        Row(401, "PGRST301", .keyRefused), Row(401, "PGRST302", .keyRefused), Row(401, nil, .keyRefused),
        Row(401, "42501", .keyRefused), Row(401, "22023", .keyRefused), Row(403, "42501", .notPermitted),
        Row(429, nil, .rateLimited), Row(402, nil, .restricted), Row(540, nil, .paused),
        Row(500, "57014", .statementTimeout), Row(500, "21000", .repeatedRow), Row(400, "22P02", .badData),
        Row(400, "22P05", .badData), Row(400, "23502", .badData), Row(409, "23505", .badData),
        Row(409, "PT409", .conflict), Row(500, "40001", .conflict), Row(500, "40P01", .conflict),
        Row(404, "PGRST202", .notMigrated), Row(404, "PGRST205", .notMigrated), Row(400, "PGRST204", .notMigrated),
        Row(404, "42883", .notMigrated), Row(404, "42P01", .notMigrated), Row(503, "53300", .databaseFull),
        Row(500, "XX000", .databaseFailed), Row(500, "55P03", .databaseFailed), Row(500, "54000", .badData),
        Row(502, nil, .gatewayFailed), Row(503, nil, .gatewayFailed), Row(504, nil, .gatewayFailed),
        Row(520, nil, .gatewayFailed), Row(522, nil, .gatewayFailed), Row(524, nil, .gatewayFailed),
        Row(530, nil, .gatewayFailed), Row(544, nil, .gatewayFailed), Row(408, nil, .gatewayFailed),
        Row(413, nil, .requestTooLarge), Row(414, nil, .requestTooLarge), Row(431, nil, .requestTooLarge),
        Row(400, nil, .requestTooLarge, "400 Request Header Or Cookie Too Large"), Row(500, nil, .databaseFailed),
        Row(404, nil, .refused), Row(301, nil, .refused), Row(406, "PGRST106", .refused),
        Row(300, "PGRST203", .refused),
        Row(400, "P0001", .badData), Row(500, "not a code", .databaseFailed),
    ]

    @Test(arguments: rows)
    func theCodeDecidesBeforeTheStatus(_ row: Row) {
        #expect(SupabaseOutcome(status: row.status, code: row.code, message: row.message) == row.outcome)
    }

    @Test(arguments: rows.filter { $0.code != nil && $0.code != "not a code" })
    func theStandInAnswersAsPostgRESTDoes(_ row: Row) throws {
        let code = try #require(row.code)
        let message = code == "22023" ? "role \"x\" does not exist" : row.message
        let error = SimulatedError(code, message)
        #expect(error.status(isAnonymous: row.status == 401) == row.status)
    }
}
