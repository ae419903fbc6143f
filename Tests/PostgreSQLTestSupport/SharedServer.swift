// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// The process's server and the databases that are copied, each made once, whoever asks first.
actor SharedServer {
    private var starting: Task<TestPostgresServer, any Error>?
    private var templates: [String: Task<TestDatabase, any Error>] = [:]

    func server() async throws -> TestPostgresServer {
        if let starting { return try await starting.value }
        // Unstructured, because all tests wait for it, and the first may be cancelled.
        let starting = Task { try await TestPostgresServer.start() }
        self.starting = starting
        return try await starting.value
    }

    func template(
        _ name: String,
        on server: TestPostgresServer,
        _ prepare: @escaping @Sendable (TestDatabase) async throws -> Void
    ) async throws -> TestDatabase {
        if let template = self.templates[name] { return try await template.value }
        // Unstructured for the same reason.
        let template = Task {
            let database = try await server.createDatabase(template: nil)
            try await prepare(database)
            try await server.seal(database)
            return database
        }
        self.templates[name] = template
        return try await template.value
    }
}
#endif
