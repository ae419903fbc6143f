// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// What a query came to.
public struct PostgresResult: Sendable {
    /// The columns; empty when the statement returns no rows.
    public let columns: [PostgresColumn]
    /// The rows, in the server's order.
    public let rows: PostgresRows
    /// What the server calls what it did: `SELECT 3`, `INSERT 0 1`.
    public let commandTag: String
    /// How many rows were selected, inserted, changed or deleted; 0 for other statements.
    public let affectedRows: Int
}
#endif
