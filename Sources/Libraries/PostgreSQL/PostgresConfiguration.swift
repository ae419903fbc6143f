// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// Where a server is, how to get in, and how long anything may take.
///
/// ```swift
/// var configuration = try PostgresConfiguration("postgresql://me:secret@db.example.org/calls?sslmode=verify-full")
/// configuration.queryTimeout = .seconds(3)
/// ```
/// The string is libpq's, in either form (URI or `key=value`); what it leaves out comes from libpq's environment
/// variables, service file, password file and defaults (PostgreSQL's documentation, "Database Connection Control
/// Functions"). TLS is the string's `sslmode`. The text is always UTF-8. TCP keepalives and `tcp_user_timeout` are set
/// to find a dead peer within about a minute, unless the string sets them.
/// Of several hosts libpq goes on to the next when one refuses; one that says nothing uses the time to connect up.
///
/// It never shows its password: neither when printed nor when reflected.
public struct PostgresConfiguration: Sendable {
    /// What the connection string says; holds the password.
    let options: [String: String]
    /// How long connecting may take: finding the address, TLS and authentication included. 5 s, unless the string has
    /// `connect_timeout`.
    public var connectTimeout: Duration
    /// How long a query may take that does not say so itself.
    public var queryTimeout: Duration = .seconds(10)
    /// How this client is called in the server's list of activities, unless the string or `PGAPPNAME` says so.
    public var applicationName = "swift-libpq"
    /// The largest result that is taken, in bytes of its values. The connection is closed when more comes.
    public var maximumResultBytes = 64 << 20
    /// How many queries may wait for one connection while it does another.
    public var maximumQueuedQueries = 64

    /// Reads a connection string.
    ///
    /// Throws ``PostgresError/Code/invalidConfiguration`` when it cannot be read. The error repeats nothing of the
    /// string, because any part of a misspelt one may be the password.
    public init(_ connectionString: String) throws(PostgresError) {
        let options = try ConnectionOptions.parse(connectionString)
        self.options = options
        let seconds = options["connect_timeout"].flatMap { Int($0) } ?? 0
        self.connectTimeout = seconds > 0 ? .seconds(seconds) : .seconds(5)
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Host, port and database, without user and password.
    public var description: String {
        let host = self.options["host"] ?? self.options["hostaddr"] ?? "default"
        let port = self.options["port"].map { ":\($0)" } ?? ""
        return "postgresql://\(host)\(port)/\(self.options["dbname"] ?? "")"
    }

    /// The same as ``description``.
    public var debugDescription: String { self.description }

    /// Shows the timeouts and no part of the connection string but ``description``.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "server": self.description, "connectTimeout": self.connectTimeout, "queryTimeout": self.queryTimeout,
            ]
        )
    }
}
#endif
