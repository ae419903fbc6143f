// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct QueryTests {
    @Test func answersAQuery() async throws {
        try await TestPostgres.withDatabase { database in
            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            let result = try await connection.query("select $1::int + 1 as sum, $2::text, null", [41, "née"])
            #expect(result.rows.count == 1)
            #expect(result.rows[0]["sum"]?.integer == 42)
            #expect(result.rows[0][1].string == "née")
            #expect(result.rows[0][2].isNull)
            #expect(result.commandTag == "SELECT 1")
            await connection.close()
            #expect(!connection.isOpen)
        }
    }

    @Test func namesTheServersError() async throws {
        try await TestPostgres.withDatabase { database in
            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
            let error = await #expect(throws: PostgresError.self) { try await connection.query("select 1/0") }
            #expect(error?.sqlState == "22012")
            #expect(error?.outcome == .rolledBack)
            #expect(connection.isOpen)
        }
    }
}
#endif
