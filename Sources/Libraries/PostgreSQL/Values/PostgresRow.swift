// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// A row of a result: its values by place, or by the column's name.
public struct PostgresRow: Sendable, RandomAccessCollection {
    let table: ResultTable
    let row: Int

    /// 0.
    public var startIndex: Int { 0 }

    /// How many columns there are.
    public var endIndex: Int { self.table.columns.count }

    /// The value in the column at this place.
    public subscript(position: Int) -> PostgresCell {
        precondition(self.indices.contains(position), "there are \(self.count) columns")
        return self.table.cell(row: self.row, column: position)
    }

    /// The value in the first column of this name; `nil` when there is none. NULL is a value: ``PostgresCell/isNull``.
    public subscript(name: String) -> PostgresCell? {
        self.table.columns.firstIndex { $0.name == name }.map { self[$0] }
    }
}
#endif
