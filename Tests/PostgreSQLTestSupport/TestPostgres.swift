// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation

/// A real PostgreSQL for tests: one server for each test process, started when the first test asks for it.
///
/// ```swift
/// @Suite(.enabled(if: TestPostgres.isInstalled, "\(TestPostgres.mend)"))
/// struct NoteStoreTests {
///     @Test func keepsANote() async throws {
///         try await TestPostgres.withDatabase(template: "notes", prepare: { try await migrate($0.url) }) { database in
///             let pool = PostgresPool(try PostgresConfiguration(database.url))
///             …
///         }
///     }
/// }
/// ```
/// The server listens on a unix socket in a temporary folder and on a free port of the loopback address, keeps nothing
/// safe from a power cut, and ends with the test process, in whatever way that ends: the shell that started it watches
/// a pipe. As root it runs as the user `postgres`, or `nobody`.
public enum TestPostgres {
    /// Whether tests that need a server are to run: it is installed, or has to be (`CI` or
    /// `SWITCHBOARD_REQUIRE_POSTGRES` is set: then its absence is a failure and no reason to skip).
    public static var isInstalled: Bool { self.isRequired || PostgresPrograms.folder != nil }

    /// What to do when it is not.
    public static let mend = "PostgreSQL is not installed: apt-get install postgresql (or brew install postgresql@15)"

    static var isRequired: Bool {
        ["CI", "SWITCHBOARD_REQUIRE_POSTGRES"].contains { !(ProcessInfo.processInfo.environment[$0] ?? "").isEmpty }
    }

    private static let shared = SharedServer()

    /// The process's server.
    public static func server() async throws -> TestPostgresServer {
        try await self.shared.server()
    }

    /// An empty database of the test's own, which stays until the server ends (7 MB): where a closure does not fit.
    public static func database() async throws -> TestDatabase {
        try await self.server().createDatabase(template: nil)
    }

    /// A database of the test's own, copied from one that `prepare` has prepared once for this process and name. It
    /// stays until the server ends.
    public static func database(
        template: String,
        prepare: @escaping @Sendable (TestDatabase) async throws -> Void
    ) async throws -> TestDatabase {
        let server = try await self.server()
        let source = try await self.shared.template(template, on: server, prepare)
        return try await server.createDatabase(template: source.name)
    }

    /// Lends an empty database of the test's own and drops it, whoever is still connected.
    public static func withDatabase<Value>(
        _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        try await self.lend(self.database(), body)
    }

    /// Lends a copy of a database that `prepare` has prepared once for this process and name, and drops it.
    public static func withDatabase<Value>(
        template: String,
        prepare: @escaping @Sendable (TestDatabase) async throws -> Void,
        _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        try await self.lend(self.database(template: template, prepare: prepare), body)
    }

    private static func lend<Value>(
        _ database: TestDatabase,
        _ body: (TestDatabase) async throws -> Value
    ) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        try await self.server().drop(database)
        return try result.get()
    }
}
#endif
