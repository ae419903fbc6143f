// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import Testing

@Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
struct TestPostgresServerTests {
    /// The pipe's end is all that the server's parent sees of us, in whatever way we end.
    @Test func endsWithWhoeverHoldsThePipe() async throws {
        var server: TestPostgresServer? = try await TestPostgresServer.start()
        let folder = try #require(server?.socketFolder)
        let connection = try await PostgresConnection.connect(PostgresConfiguration(try #require(server?.url())))
        #expect(connection.isOpen)
        #expect(FileManager.default.fileExists(atPath: folder))
        server = nil
        while connection.isOpen || FileManager.default.fileExists(atPath: folder) { await Task.yield() }
    }

    @Test func copiesATemplateThatIsPreparedOnce() async throws {
        let numbers = try await withThrowingTaskGroup(of: (String, Int?).self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await TestPostgres.withDatabase(
                        template: "numbers",
                        prepare: { database in
                            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
                            try await connection.execute("create table numbers (n int); insert into numbers values (7)")
                        },
                        { database in
                            let connection = try await PostgresConnection.connect(PostgresConfiguration(database.url))
                            try await connection.execute("insert into numbers values (1)")
                            return (database.name, try await connection.number("select sum(n) from numbers"))
                        }
                    )
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(numbers.count == 4)
        #expect(numbers.values.allSatisfy { $0 == 8 })
    }
}
#endif
