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
            let all = (column.map { ["\($0) = CAST(? AS TEXT)"] } ?? []) + conditions
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

    private static func conditions(_ query: CallQuery) -> ([String], StatementArguments) {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let isActive = query.isActive {
            // Spelt so that the partial index is used for what is asked most.
            conditions.append(isActive ? "is_active" : "NOT is_active")
        }
        func add(_ condition: String, _ value: (some DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        add("received_at >= ?", query.receivedFrom?.microseconds)
        add("received_at < ?", query.receivedBefore?.microseconds)
        add("direction = ?", query.direction?.rawValue)
        add("status = ?", query.status?.rawValue)
        add("result = ?", query.result?.rawValue)
        return (conditions, arguments)
    }
}
