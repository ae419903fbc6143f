// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// How calls are kept in PostgreSQL; where, and with how many connections, the pool says.
public struct PostgresStoreConfiguration: Sendable, Hashable {
    /// How long one question to the database may take, waiting for a connection included.
    public var timeout: Duration
    /// How long the pool may take to close.
    public var closing: Duration
    /// So many calls are remembered as they were last written; events of others cost a question more.
    public var folds: Int

    /// Creates a configuration.
    public init(timeout: Duration = .seconds(12), closing: Duration = .seconds(5), folds: Int = 2_000) {
        self.timeout = timeout
        self.closing = closing
        self.folds = folds
    }
}
#endif
