// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

/// A bounded number of connections, shared by all who ask.
///
/// ```swift
/// let pool = PostgresPool(configuration, settings: PostgresPoolSettings(size: 4)) { event in log(event) }
/// let result = try await pool.query("select count(*) from notes")
/// try await pool.withConnection { connection in
///     try await connection.transaction { try await $0.query("delete from notes where id = $1", [7]) }
/// }
/// await pool.shutdown(within: .seconds(5))
/// ```
/// Those who find no connection free wait in line, for ``PostgresPoolSettings/waitTimeout`` at most. A connection that
/// breaks, that is given back with a transaction open, or whose query missed its deadline is closed and replaced. When
/// no server can be reached, those who ask are told so at once, and one attempt at a time finds out when it is back. A
/// pool that nobody holds any more shuts itself down.
public final class PostgresPool: Sendable {
    private let core: PoolCore
    private let settings: PostgresPoolSettings
    private let queryTimeout: Duration

    /// A pool; it begins to connect at the first query, or at once by ``warmUp()``.
    ///
    /// `observe` is called on the pool's own threads, and must be quick.
    public init(
        _ configuration: PostgresConfiguration,
        settings: PostgresPoolSettings = PostgresPoolSettings(),
        observe: @escaping @Sendable (PostgresPoolEvent) -> Void = { _ in }
    ) {
        self.core = PoolCore(configuration, settings, observe: observe)
        self.settings = settings
        self.queryTimeout = configuration.queryTimeout
    }

    deinit {
        self.core.shutDown(within: .zero) {}
    }

    /// How it stands now.
    public var snapshot: PostgresPoolSnapshot { self.core.snapshot }

    /// Runs one statement on a connection that is free, as ``PostgresConnection/query(_:_:results:timeout:)`` does.
    /// When that connection turns out to be closed already, the next one is taken.
    ///
    /// `timeout` is for waiting, connecting and the query together. Throws ``PostgresError``.
    @concurrent
    @discardableResult
    public func query(
        _ sql: String,
        _ parameters: [PostgresParameter] = [],
        results: PostgresFormat = .text,
        timeout: Duration? = nil
    ) async throws(PostgresError) -> PostgresResult {
        let end = ContinuousClock.now + (timeout ?? self.queryTimeout)
        var stale = 0
        while true {
            let left = ContinuousClock.now.duration(to: end)
            let lease = try await self.lease(within: left)
            defer { self.core.release(lease) }
            do throws(PostgresError) {
                let left = ContinuousClock.now.duration(to: end)
                return try await lease.connection.query(sql, parameters, results: results, timeout: left)
            } catch {
                // The connection ended at the very moment it was lent, and nothing was sent: another does as well.
                stale += 1
                let isHarmless = error.code == .closed && error.outcome == .notExecuted
                guard isHarmless, stale <= self.settings.size, ContinuousClock.now < end else { throw error }
            }
        }
    }

    /// Lends a connection for as long as the closure runs. Nobody else uses it meanwhile; do not keep it.
    ///
    /// `timeout` is for waiting; ``PostgresPoolSettings/waitTimeout`` when it is shorter or nothing is given. Throws
    /// ``PostgresError`` when none becomes free, and whatever the closure throws.
    @discardableResult
    public func withConnection<Value>(
        timeout: Duration? = nil,
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let lease = try await self.lease(within: timeout)
        defer { self.core.release(lease) }
        return try await body(lease.connection)
    }

    /// Opens the connections that are kept when nobody needs them, without waiting for them.
    public func warmUp() {
        self.core.tick()
    }

    /// Lends no more connections, refuses those who wait, gives those who have one this long to end, cuts off the rest,
    /// and returns when everything is closed.
    @concurrent
    public func shutdown(within limit: Duration) async {
        await withCheckedContinuation { continuation in
            self.core.shutDown(within: limit) { continuation.resume() }
        }
    }

    @concurrent
    private func lease(within timeout: Duration?) async throws(PostgresError) -> PoolLease {
        guard !Task.isCancelled else { throw PostgresError(.cancelled, "Cancelled before a connection was wanted.") }
        let limit = min(timeout ?? self.settings.waitTimeout, self.settings.waitTimeout)
        let ticket = JobTicket()
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let id = self.core.want(within: limit) { continuation.resume(returning: $0) }
                if ticket.issue(id) { self.core.withdraw(id) }
            }
        } onCancel: {
            if let id = ticket.withdraw() { self.core.withdraw(id) }
        }
        return try answer.get()
    }
}
#endif
