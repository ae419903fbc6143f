// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import PostgreSQL

/// A server of a test's own, to be stopped, started again and frozen.
public actor TestPostgresServer {
    /// The port on the loopback address; the same after a restart.
    public let port: Int
    /// The folder of the unix socket.
    public nonisolated let socketFolder: String
    private let shell: ServerShell
    private var administration: PostgresConnection?
    private var databases = 0

    private init(port: Int, folder: String, shell: ServerShell) {
        self.port = port
        self.socketFolder = folder + "/socket"
        self.shell = shell
    }

    /// Makes a server and starts it. `settings` are of the form `max_connections=5`. One that is encrypted has a
    /// certificate that it signed itself, made by `openssl`.
    public static func start(
        settings: [String] = [],
        isEncrypted: Bool = false
    ) async throws -> TestPostgresServer {
        guard let programs = PostgresPrograms.folder else {
            throw TestPostgresError(description: TestPostgres.mend)
        }
        let usual = [
            "fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=100",
            "autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=64MB", "min_wal_size=32MB",
            "jit=off", "timezone=UTC",
        ]
        let encryption = isEncrypted ? ["ssl=on", "ssl_cert_file=server.crt", "ssl_key_file=server.key"] : []
        let arguments = (usual + encryption + settings).flatMap { ["-c", $0] }
        let shell = try ServerShell(programs: programs, settings: arguments)
        let folder = try await shell.ask("create")
        if isEncrypted { _ = try await shell.ask("certify") }
        // Somebody may take a port between its being found and being used.
        for attempt in 1... {
            let port = try FreePort.find()
            do {
                _ = try await shell.ask("start \(port)")
                return TestPostgresServer(port: port, folder: folder, shell: shell)
            } catch  where attempt < 5 {
                continue
            }
        }
        preconditionFailure("the loop ends by returning or throwing")
    }

    /// How to connect as the superuser over TCP.
    public nonisolated func url(database: String = "postgres") -> String {
        "postgresql://postgres:secret@127.0.0.1:\(self.port)/\(database)?sslmode=disable"
    }

    /// How to connect as the superuser over the unix socket.
    public nonisolated func socketURL(database: String = "postgres") -> String {
        "host='\(self.socketFolder)' port=\(self.port) user=postgres dbname='\(database)'"
    }

    /// Ends the server as `pg_ctl stop -m fast` does: sessions are told and ended.
    public func stop() async throws {
        self.administration = nil
        _ = try await self.shell.ask("stop")
    }

    /// Ends the server at once, without a good-bye.
    public func kill() async throws {
        self.administration = nil
        _ = try await self.shell.ask("kill")
    }

    /// Starts it again on the same port.
    public func startAgain() async throws {
        _ = try await self.shell.ask("start \(self.port)")
    }

    /// A new database.
    public func createDatabase(template: String? = nil) async throws -> TestDatabase {
        self.databases += 1
        let name = "test_\(self.databases)"
        let source = template.map { " template \($0)" } ?? ""
        try await self.administer("create database \(name)\(source)")
        return TestDatabase(name: name, url: self.url(database: name))
    }

    /// Removes a database, whoever is connected.
    public func drop(_ database: TestDatabase) async throws {
        try await self.administer("drop database if exists \(database.name) with (force)")
    }

    /// Has nobody connect to a database any more, so that it can be copied.
    func seal(_ database: TestDatabase) async throws {
        try await self.administer("alter database \(database.name) with allow_connections false")
        try await self.administer(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '\(database.name)'"
        )
    }

    /// Runs something as the superuser in the database `postgres`.
    public func administer(_ sql: String) async throws {
        _ = try await self.connection().query(sql, timeout: .seconds(60))
    }

    private func connection() async throws -> PostgresConnection {
        if let administration, administration.isOpen { return administration }
        let opened = try await PostgresConnection.connect(PostgresConfiguration(self.socketURL()))
        self.administration = opened
        return opened
    }
}
#endif
