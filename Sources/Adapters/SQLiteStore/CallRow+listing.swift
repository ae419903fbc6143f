// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallRow {
    /// Calls that fulfil the conditions, newest first. Every condition has an index that is in this order.
    static func list(_ query: CallQuery, after: CallCursor?, limit: Int, in db: Database) throws -> [CallRecord] {
        var (conditions, arguments) = Self.conditions(query)
        if let after {
            conditions.append("(received_at, id) < (?, CAST(? AS TEXT))")
            arguments += [after.time, ExactText(String(decoding: after.id, as: UTF8.self))]
        }
        var numbers: [String] = []
        var values: StatementArguments = []
        // A company's own number is in every call: each of the two columns gives a page, in order, from its index.
        for column in query.address == nil ? [nil] : ["from_address", "to_address"] {
            let sign = query.isActive == true ? "+" : ""
            let all = (column.map { ["\(sign)\($0) = CAST(? AS TEXT)"] } ?? []) + conditions
            let condition = all.isEmpty ? "" : "WHERE " + all.joined(separator: " AND ")
            let order = "ORDER BY received_at DESC, id DESC LIMIT ?"
            numbers.append("SELECT number FROM (SELECT number FROM calls \(condition) \(order))")
            if column != nil { values += [query.address.map(ExactText.init)] }
            values += arguments + [limit]
        }
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(Self.columns) FROM calls WHERE number IN (\(numbers.joined(separator: " UNION ")))
                ORDER BY received_at DESC, id DESC LIMIT ?
                """
        )
        return try Row.fetchAll(statement, arguments: values + [limit]).map { try CallRow($0).fold.record }
    }

    /// The conditions besides the address.
    ///
    /// SQLite knows nothing of how many calls fulfil which; so the one that fewest do, as a rule, keeps its index, and the
    /// plus signs keep it from using those of the others (<https://www.sqlite.org/optoverview.html>, "unary +").
    private static func conditions(_ query: CallQuery) -> ([String], StatementArguments) {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        var hasIndex = query.isActive == true || query.address != nil
        // Spelt so that the partial index is used for what is asked most.
        if let isActive = query.isActive { conditions.append(isActive ? "is_active" : "NOT is_active") }
        for (column, value) in [
            ("result", query.result?.rawValue), ("status", query.status?.rawValue),
            ("direction", query.direction?.rawValue),
        ] {
            guard let value else { continue }
            conditions.append("\(hasIndex ? "+" : "")\(column) = ?")
            arguments += [value]
            hasIndex = true
        }
        if let from = query.receivedFrom {
            conditions.append("received_at >= ?")
            arguments += [from.microseconds]
        }
        if let before = query.receivedBefore {
            conditions.append("received_at < ?")
            arguments += [before.microseconds]
        }
        return (conditions, arguments)
    }
}
