// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CLibPQ

/// A `PGresult`, freed when it goes out of scope.
struct LibPQResult: ~Copyable {
    enum Kind {
        case row
        case end
        case error
        case copy
    }

    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(self.pointer) }

    var kind: Kind {
        switch PQresultStatus(self.pointer) {
        case PGRES_SINGLE_TUPLE: .row
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .end
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: .copy
        default: .error
        }
    }

    var columns: [PostgresColumn] {
        (0..<PQnfields(self.pointer)).map { index in
            PostgresColumn(
                name: PQfname(self.pointer, index).map { String(cString: $0) } ?? "",
                type: PQftype(self.pointer, index),
                format: PQfformat(self.pointer, index) == 0 ? .text : .binary
            )
        }
    }

    var commandTag: String { String(cString: PQcmdStatus(self.pointer)) }

    var affectedRows: Int { Int(String(cString: PQcmdTuples(self.pointer))) ?? 0 }

    /// Adds all rows to a table; of a single row there is one.
    func append(to table: inout ResultTable) {
        for row in 0..<PQntuples(self.pointer) {
            for column in 0..<PQnfields(self.pointer) {
                if PQgetisnull(self.pointer, row, column) != 0 {
                    table.append(nil)
                } else {
                    let length = Int(PQgetlength(self.pointer, row, column))
                    table.append(UnsafeRawBufferPointer(start: PQgetvalue(self.pointer, row, column), count: length))
                }
            }
            table.endRow()
        }
    }
}
#endif
