// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQLTestSupport
import SwitchboardTesting
import Testing

/// One after another, in one database.
@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"), .serialized)
struct PostgresConformanceTests {
    @Test(arguments: CallStoreConformance.checks)
    func keepsThePromise(_ check: CallStoreConformance.Check) async throws {
        let database = try await ConformanceDatabase.shared.empty()
        try await database.withStore { try await check.run(on: $0) }
    }
}
#endif
