// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct RefusalTests {
    private func failure(_ url: String) async throws -> PostgresError? {
        let configuration = try PostgresConfiguration(url)
        return await #expect(throws: PostgresError.self) { _ = try await PostgresConnection.connect(configuration) }
    }

    @Test func namesAWrongPassword() async throws {
        let url = try await TestPostgres.server().url().replacing("secret", with: "sesame")
        let error = try await self.failure(url)
        #expect(error?.code == .refused)
        #expect(error?.sqlState == "28P01")
        #expect(error?.outcome == .notExecuted)
        #expect(error?.isTransient == false)
        #expect(error?.description.contains("sesame") == false)
    }

    @Test func namesAMissingPassword() async throws {
        let url = try await TestPostgres.server().url().replacing(":secret", with: "")
        let error = try await self.failure(url + "&passfile=/dev/null")
        #expect(error?.code == .refused)
    }

    @Test func namesAWrongDatabase() async throws {
        let error = try await self.failure(TestPostgres.server().url(database: "nowhere"))
        #expect(error?.code == .refused)
        #expect(error?.sqlState == "3D000")
    }

    @Test func saysThatThereAreTooManyConnections() async throws {
        try await TestPostgres.withDatabase { database in
            let server = try await TestPostgres.server()
            let role = "guest_of_\(database.name)"
            try await server.administer("create role \(role) login password 'tomato' connection limit 1")
            let url = database.url.replacing("postgres:secret", with: "\(role):tomato")
            let first = try await PostgresConnection.connect(PostgresConfiguration(url))
            let error = try await self.failure(url)
            #expect(error?.code == .connectionFailed)
            #expect(error?.sqlState == "53300")
            #expect(error?.isTransient == true)
            await first.close()
            // The name of a role is the server's, not the database's.
            try await server.drop(database)
            try await server.administer("drop role \(role)")
        }
    }

    @Test func refusesAServerWithoutTLSWhereTLSIsAsked() async throws {
        let url = try await TestPostgres.server().url().replacing("sslmode=disable", with: "sslmode=require")
        let error = try await self.failure(url)
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("SSL") == true)
    }
}
#endif
