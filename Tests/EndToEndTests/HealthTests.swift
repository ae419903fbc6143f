// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import PostgresStore
import SwitchboardTesting
import Testing

@testable import switchboard

/// A server whose database goes away and comes back (R68).
@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"), .timeLimit(.minutes(3)))
struct HealthTests {
    private static let key = "an-operator-of-this-test"
    private static let path = "/api/health/detailed"

    @Test func aDatabaseThatGoesAwayIsNamedWithinTenSecondsAndItsReturnToo() async throws {
        let server = try await TestPostgresServer.start()
        let database = try await server.createDatabase()
        _ = try await PostgresMigrator(try PostgresConfiguration(database.url)).migrate()
        try await ServingExecutable.Folder.with { folder in
            let environment = [
                "STORE": "postgres", "DATABASE_URL": database.url, "API_KEYS": Self.key, "RATE_LIMITS": "off",
            ]
            let serving = try await ServingExecutable.start(in: folder, environment: environment)
            try await serving.poll("/api/ready") { status, _ in status == 200 }
            try await self.shows("up", serving, status: 200)
            try await server.stop()
            try await self.shows("down", serving, status: 200)
            #expect(try await serving.get("/api/health").status == 200)
            #expect(try await serving.get("/api/ready").status == 200, "calls go on, events wait in the journal")
            #expect(try await serving.get(Self.path).status == 401)
            let text = try await serving.get(Self.path, headers: ["Authorization": "Bearer \(Self.key)"]).body
            #expect(!text.contains("secret") && !text.contains("postgres:") && text.contains("lastError"), "\(text)")
            try await server.startAgain()
            try await self.shows("up", serving, status: 200)
            serving.executable.signal(SIGTERM)
            #expect(await serving.executable.status() == 0)
        }
        try await server.stop()
    }

    /// Whether the document says it in the time that is promised.
    private func shows(_ state: String, _ serving: ServingExecutable, status: UInt) async throws {
        try await serving.poll(Self.path, key: Self.key, within: .seconds(10)) { answered, body in
            let document = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
            let dependencies = document?["dependencies"] as? [[String: Any]] ?? []
            let store = dependencies.first { $0["name"] as? String == "store" }
            return answered == status && store?["state"] as? String == state
        }
    }
}
#endif
