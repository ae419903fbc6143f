// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CallCore
import CallStorage
public import PostgreSQL

/// Creates the tables of ``PostgresStore``, or brings them up to date.
///
/// ```swift
/// for step in try await PostgresMigrator(configuration).migrate() { print(step) }
/// ```
/// It keeps Supabase's history (`supabase_migrations.schema_migrations`), so that it and `supabase db push` agree on what
/// has been applied. Each migration is one transaction, under a lock that lets several servers start at once. Nothing
/// here needs a session: it works through a pooler in transaction mode.
public struct PostgresMigrator: Sendable {
    /// What became of one migration.
    public struct Step: Sendable, Hashable, CustomStringConvertible {
        /// What became of it.
        public enum Outcome: String, Sendable, Hashable {
            /// It had been applied before.
            case present
            /// Its tables were there, but the history did not know: it does now.
            case recorded
            /// It was applied.
            case applied
            /// It would be applied.
            case pending
        }

        /// The file, `YYYYMMDDHHMMSS_name.sql`.
        public let file: String
        /// What became of it.
        public let outcome: Outcome

        /// Both in one line.
        public var description: String { "\(self.outcome.rawValue) \(self.file)" }
    }

    private let configuration: PostgresConfiguration
    private let timeout: Duration

    /// Prepares; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - configuration: the database. Its user has to own it, or may create in its schema `public`.
    ///   - timeout: how long one migration may take, waiting for another server that migrates included.
    public init(_ configuration: PostgresConfiguration, timeout: Duration = .seconds(120)) {
        self.configuration = configuration
        self.timeout = timeout
    }

    /// Applies what is missing, and says of each migration what became of it. With `isDryRun` nothing is changed.
    ///
    /// Throws ``CallCore/StoreError``: `.unreadable` if the tables are of a later version of this program, `.unavailable`
    /// otherwise. What was applied before the error stays.
    public func migrate(isDryRun: Bool = false) async throws -> [Step] {
        do {
            let connection = try await PostgresConnection.connect(self.configuration)
            do {
                let steps = try await self.migrate(connection, isDryRun: isDryRun)
                await connection.close()
                return steps
            } catch {
                await connection.close()
                throw error
            }
        } catch let error as PostgresError {
            throw Self.storeError(error)
        }
    }

    private func migrate(_ connection: PostgresConnection, isDryRun: Bool) async throws -> [Step] {
        guard connection.serverVersion >= 150_000 else {
            throw StoreError(
                .unavailable,
                "PostgreSQL is \(connection.serverVersion / 10_000); it has to be 15 or later"
            )
        }
        var steps: [Step] = []
        for migration in Migration.all {
            let outcome = try await connection.transaction { connection in
                let history = MigrationHistory(connection, timeout: self.timeout)
                try await history.lock()
                return try await Self.apply(migration, history, isDryRun: isDryRun)
            }
            steps.append(Step(file: migration.file, outcome: outcome))
        }
        return steps
    }

    private static func apply(
        _ migration: Migration,
        _ history: MigrationHistory,
        isDryRun: Bool
    ) async throws -> Step.Outcome {
        let applied = try await history.applied()
        let last = Migration.all.last?.version ?? ""
        if let newer = applied.filter({ $0.name.hasPrefix("switchboard") && $0.version > last }).last {
            throw StoreError(
                .unreadable,
                "the database has had \(newer.version)_\(newer.name), which this program does not know; update this program"
            )
        }
        let version = try await history.schemaVersion()
        if let version, version > Migration.schemaVersion {
            throw StoreError(.unreadable, SchemaState.newer(version).mend ?? "update this program")
        }
        if applied.contains(where: { $0.version == migration.version }) { return .present }
        // Somebody has run the files by hand.
        let isThere = version.map { $0 >= migration.schema } ?? false
        if isDryRun { return isThere ? .recorded : .pending }
        if !isThere { try await history.run(migration) }
        try await history.record(migration)
        return isThere ? .recorded : .applied
    }

    /// The server's words name tables and roles here, and no caller's.
    private static func storeError(_ error: PostgresError) -> StoreError {
        let hint =
            switch error.sqlState {
            case "42501":
                "; let the owner of the database run `switchboard migrate`, or apply what `switchboard migrate --print` prints"
            case "42P07", "42723":
                "; a table or function of this name is there, but not as this program makes it: rename or drop it"
            default: ""
            }
        let state = error.sqlState.map { " (\($0))" } ?? ""
        return StoreError(.unavailable, "cannot migrate the database\(state): \(error.message)\(hint)", cause: error)
    }
}
#endif
