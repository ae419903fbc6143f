// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import PostgreSQL
import PostgreSQLTestSupport
import SQLiteStore

/// A PostgreSQL of this run's own, with the server's schema.
struct LocalPostgres {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let server: TestPostgresServer
    let url: String

    static func start() async throws -> LocalPostgres {
        let server = try await TestPostgresServer.start(settings: ["max_connections=200", "fsync=on"])
        return LocalPostgres(server: server, url: try await server.createDatabase().url)
    }

    /// Makes the tables with the executable's own command.
    func migrate(with executable: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = ["migrate", "--yes"]
        process.environment = ["DATABASE_URL": self.url, "STORE": "postgres", "PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "switchboard migrate failed") }
    }

    /// Ends every session without a good-bye.
    func stopAtOnce() async throws { try await self.server.kill() }

    func startAgain() async throws { try await self.server.startAgain() }

    func stop() async { try? await self.server.stop() }

    /// Compares the events of calls in a server's journal with those in the database: lost, doubled, in another order.
    func differences(_ calls: [String], from journal: URL) async throws -> String {
        let store = try SQLiteStore(path: journal.path())
        let connection = try await PostgresConnection.connect(try PostgresConfiguration(self.url))
        var (events, lost, doubled, disordered) = (0, 0, 0, 0)
        for call in calls {
            let local = try await store.events(of: CallID(call)).map(\.event.id.rawValue)
            let rows = try await connection.query(
                "select id from public.switchboard_events where call_id = $1 order by sequence",
                [.text(call)]
            ).rows
            let remote = (0..<rows.count).compactMap { rows[$0][0].string }
            events += local.count
            lost += Set(local).subtracting(remote).count
            doubled += remote.count - Set(remote).count
            if remote.filter(Set(local).contains) != local.filter(Set(remote).contains) { disordered += 1 }
        }
        await connection.close()
        try await store.close()
        return
            "\(events) events in \(calls.count) calls: \(lost) lost, \(doubled) doubled, \(disordered) calls in another order"
    }
}
