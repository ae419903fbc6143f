// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// The rows of a result. Their values lie in one block of memory; a row is a view of it.
public struct PostgresRows: Sendable, RandomAccessCollection {
    let table: ResultTable

    /// 0.
    public var startIndex: Int { 0 }

    /// How many rows there are.
    public var endIndex: Int { self.table.rowCount }

    /// The row at this place.
    public subscript(position: Int) -> PostgresRow {
        precondition(self.indices.contains(position), "there are \(self.count) rows")
        return PostgresRow(table: self.table, row: position)
    }
}
#endif
