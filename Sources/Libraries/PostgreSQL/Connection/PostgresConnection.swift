// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Resilience
import Synchronization

/// A connection to a PostgreSQL server, by libpq, on a thread of its own.
///
/// ```swift
/// let connection = try await PostgresConnection.connect(PostgresConfiguration("postgresql://localhost/notes"))
/// let result = try await connection.query("select id, text from notes where day = $1::date", [.text("2026-01-31")])
/// for row in result.rows { print(row["text"]?.string ?? "NULL") }
/// await connection.close()
/// ```
/// Its thread is the only one that touches libpq's state, sleeps in poll(2) and is never one of Swift's own or an event
/// loop's. Queries of several callers are done one after another, in order. Each has a deadline: when it passes (or the
/// caller's task is cancelled), the server is asked to stop, and the connection is closed, because nobody knows its
/// state. Statements are never named, so poolers between client and server may run in transaction mode.
///
/// A connection that nobody holds any more closes itself.
public final class PostgresConnection: Sendable {
    /// The version of the server as one number: 150_018 is 15.18.
    public var serverVersion: Int { self.facts.serverVersion }
    /// The process id of the server's side (`pg_stat_activity.pid`); behind a pooler the pooler's.
    public var processID: Int { self.facts.processID }
    /// Whether the connection is encrypted by TLS.
    public var isEncrypted: Bool { self.facts.isEncrypted }
    /// Whether queries are taken. A connection that the server has closed learns of it at once, also when it is idle.
    public var isOpen: Bool { self.mailbox.isOpen }

    let mailbox: ConnectionMailbox
    private let facts: ConnectionFacts
    private let configuration: PostgresConfiguration

    init(_ configuration: PostgresConfiguration, mailbox: ConnectionMailbox, facts: ConnectionFacts) {
        self.configuration = configuration
        self.mailbox = mailbox
        self.facts = facts
    }

    deinit {
        self.mailbox.close(isUrgent: true) {}
    }

    /// Connects.
    ///
    /// Throws ``PostgresError`` with the code ``PostgresError/Code/refused`` when the server lets us not in,
    /// ``PostgresError/Code/timedOut`` when ``PostgresConfiguration/connectTimeout`` has passed, and
    /// ``PostgresError/Code/connectionFailed`` otherwise.
    @concurrent
    public static func connect(
        _ configuration: PostgresConfiguration
    ) async throws(PostgresError) -> PostgresConnection {
        try await self.connect(configuration, notified: { _ in })
    }

    /// Connects, and hears of notifications on the connection's thread.
    @concurrent
    static func connect(
        _ configuration: PostgresConfiguration,
        notified: @escaping @Sendable (PostgresNotification) -> Void,
        closed: @escaping @Sendable (PostgresError) -> Void = { _ in }
    ) async throws(PostgresError) -> PostgresConnection {
        // The thread keeps the time itself, but where the system looks for an address, which cannot be interrupted:
        // there it is left behind, and ends by itself.
        let deadline = Deadline(after: configuration.connectTimeout + .milliseconds(250))
        do {
            return try await deadline.run {
                try await withCheckedContinuation { continuation in
                    Self.start(configuration, notified: notified, closed: closed) { continuation.resume(returning: $0) }
                }.get()
            }
        } catch let error as PostgresError {
            throw error
        } catch is CancellationError {
            throw PostgresError(.cancelled, "Cancelled while connecting.")
        } catch {
            throw PostgresError(.timedOut, "The address of the server was not found in time.", cause: error)
        }
    }

    /// Begins to connect on a thread of the connection's own; all callbacks come from there.
    @discardableResult
    static func start(
        _ configuration: PostgresConfiguration,
        notified: @escaping @Sendable (PostgresNotification) -> Void = { _ in },
        closed: @escaping @Sendable (PostgresError) -> Void = { _ in },
        done: @escaping @Sendable (Result<PostgresConnection, PostgresError>) -> Void
    ) -> ConnectionMailbox? {
        guard let wake = WakePipe() else {
            let error = PostgresError(.connectionFailed, "This process has no file descriptors left.")
            ConnectionThread.start("postgresql") { done(.failure(error)) }
            return nil
        }
        let mailbox = ConnectionMailbox(wake: wake, capacity: configuration.maximumQueuedQueries)
        let observers = ConnectionLoop.Observers(
            ready: { result in
                done(result.map { PostgresConnection(configuration, mailbox: mailbox, facts: $0) })
            },
            notification: notified,
            closed: closed
        )
        let loop = ConnectionLoop(configuration: configuration, mailbox: mailbox, observers: observers)
        ConnectionThread.start("postgresql") { loop.run() }
        return mailbox
    }

    /// Runs one statement by the extended protocol, and returns all of its result.
    ///
    /// `timeout` counts from now, time behind other queries included; ``PostgresConfiguration/queryTimeout`` when it is
    /// `nil`. Throws ``PostgresError``, of which ``PostgresError/outcome`` says whether the statement may have run.
    @concurrent
    @discardableResult
    public func query(
        _ sql: String,
        _ parameters: [PostgresParameter] = [],
        results: PostgresFormat = .text,
        timeout: Duration? = nil
    ) async throws(PostgresError) -> PostgresResult {
        try Self.check(sql)
        return try await self.perform(.query(sql, ParameterBlock(parameters), results: results), timeout)
    }

    /// Runs any number of statements by the simple protocol, and drops what they return.
    ///
    /// Without `BEGIN` and `COMMIT` of their own they are one transaction. When one fails, the error's
    /// ``PostgresError/outcome`` is always unknown, because the script may have committed before.
    @concurrent
    public func execute(_ script: String, timeout: Duration? = nil) async throws(PostgresError) {
        try Self.check(script)
        _ = try await self.perform(.script(script), timeout)
    }

    /// Takes no more queries, lets the one that runs end, and closes.
    @concurrent
    public func close() async {
        await withCheckedContinuation { continuation in
            self.mailbox.close(isUrgent: false) { continuation.resume() }
        }
    }

    /// Closes at once; a query that runs is cut off.
    func abort() {
        self.mailbox.close(isUrgent: true) {}
    }

    private static func check(_ sql: String) throws(PostgresError) {
        guard !sql.utf8.contains(0) else {
            throw PostgresError(.invalidParameter, "The statement has a zero byte in it.")
        }
    }

    @concurrent
    private func perform(
        _ work: ConnectionJob.Work,
        _ timeout: Duration?
    ) async throws(PostgresError) -> PostgresResult {
        guard !Task.isCancelled else { throw PostgresError(.cancelled, "Cancelled before it was sent.") }
        let deadline = ContinuousClock.now + (timeout ?? self.configuration.queryTimeout)
        // The job's number, once it has one; cancelled before that, it is withdrawn as soon as it has.
        let ticket = JobTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let id = self.mailbox.submit(work, deadline: deadline) { continuation.resume(returning: $0) }
                if ticket.issue(id) { self.mailbox.cancel(id) }
            }
        } onCancel: {
            if let id = ticket.withdraw() { self.mailbox.cancel(id) }
        }
        return try result.get()
    }
}
#endif
