// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// The values of a result, row by row, in one block of memory.
struct ResultTable: Sendable {
    private struct Span: Sendable {
        let start: Int
        /// Less than 0: NULL.
        let length: Int
    }

    var columns: [PostgresColumn] = []
    private(set) var rowCount = 0
    private var bytes: [UInt8] = []
    private var spans: [Span] = []

    /// How many bytes the values have.
    var size: Int { self.bytes.count }

    /// Adds the next value of the row that is being filled.
    mutating func append(_ value: UnsafeRawBufferPointer?) {
        self.spans.append(Span(start: self.bytes.count, length: value?.count ?? -1))
        if let value { self.bytes.append(contentsOf: value) }
    }

    /// The row is full.
    mutating func endRow() { self.rowCount += 1 }

    func cell(row: Int, column: Int) -> PostgresCell {
        let span = self.spans[row * self.columns.count + column]
        let slice = span.length < 0 ? nil : self.bytes[span.start..<(span.start + span.length)]
        return PostgresCell(slice: slice, format: self.columns[column].format)
    }
}
#endif
