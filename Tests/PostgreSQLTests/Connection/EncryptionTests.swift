// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct EncryptionTests {
    @Test func encryptsAndChecksWhatTheStringAsksFor() async throws {
        let server = try await TestPostgresServer.start(isEncrypted: true)
        let url = server.url().replacing("sslmode=disable", with: "sslmode=require")
        let connection = try await PostgresConnection.connect(PostgresConfiguration(url))
        #expect(connection.isEncrypted)
        let large = try await connection.query("select repeat('x', 3000000), $1::bytea", [.bytes(Array(0...255))])
        #expect(large.rows[0][0].slice?.count == 3_000_000)
        #expect(large.rows[0][1].bytea == Array(0...255))

        let unknown = server.url().replacing("sslmode=disable", with: "sslmode=verify-full&sslrootcert=/dev/null")
        let error = await #expect(throws: PostgresError.self) {
            _ = try await PostgresConnection.connect(PostgresConfiguration(unknown))
        }
        #expect(error?.code == .connectionFailed)

        let late = await #expect(throws: PostgresError.self) {
            try await connection.query("select pg_sleep(600)", timeout: .milliseconds(100))
        }
        #expect(late?.code == .timedOut)
        try await server.stop()
    }
}
#endif
