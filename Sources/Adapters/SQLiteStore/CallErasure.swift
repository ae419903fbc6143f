// SPDX-License-Identifier: Apache-2.0

import CallCore
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Takes calls out of the file with everything that is known of them, a bounded piece in each transaction.
enum CallErasure {
    /// What one transaction erased.
    struct Step: Sendable {
        /// So many calls.
        var calls = 0
        /// There may be more.
        var isPartial = false
    }

    /// Erases calls that are over, the oldest first: at most so many, and no further one after so many events.
    static func erase(_ selection: CallSelection, limit: Int, events: Int, in db: Database) throws -> Step {
        let limit = min(limit, Self.calls)
        let numbers = try Self.numbers(selection, limit: limit, in: db)
        let step = try Self.erase(numbers, events: events, in: db)
        return Step(calls: step, isPartial: step < numbers.count || numbers.count == limit)
    }

    /// Erases calls that are over and wholly delivered, the longest silent first; only those without events since a time,
    /// if one is given.
    static func trim(
        olderThan time: Int64?,
        calls: Int = Self.calls,
        events: Int,
        in db: Database
    ) throws -> Step {
        let numbers = try Self.delivered(olderThan: time ?? Int64.max, limit: calls, in: db)
        let step = try Self.erase(numbers, events: events, in: db)
        return Step(calls: step, isPartial: step < numbers.count || numbers.count == calls)
    }

    /// Whether there is a call that ``trim(olderThan:calls:events:in:)`` would erase.
    static func canTrim(in db: Database) throws -> Bool {
        try !Self.delivered(olderThan: Int64.max, limit: 1, in: db).isEmpty
    }

    private static func delivered(olderThan time: Int64, limit: Int, in db: Database) throws -> [Int64] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT number FROM calls WHERE NOT is_active AND latest < ?
                    AND position <= (SELECT delivered FROM delivery)
                    AND NOT EXISTS (SELECT 1 FROM refusals WHERE refusals.call = calls.number)
                ORDER BY latest LIMIT ?
                """
        )
        return try Int64.fetchAll(statement, arguments: [time, limit])
    }

    /// Calls in one transaction.
    private static let calls = 100

    private static func numbers(_ selection: CallSelection, limit: Int, in db: Database) throws -> [Int64] {
        let conditions: [(String, any DatabaseValueConvertible)] =
            switch selection {
            case .address(let address):
                [
                    ("from_address = CAST(? AS TEXT)", ExactText(address)),
                    ("to_address = CAST(? AS TEXT)", ExactText(address)),
                ]
            case .receivedBefore(let date): [("received_at < ?", date.microseconds)]
            case .call(let id): [("id = CAST(? AS TEXT)", ExactText(id.rawValue))]
            }
        let pages = conditions.map { condition, _ in
            """
            SELECT * FROM (SELECT number, received_at, id FROM calls WHERE NOT is_active AND \(condition)
                ORDER BY received_at, id LIMIT ?)
            """
        }
        let statement = try db.cachedStatement(
            sql: "SELECT number FROM (\(pages.joined(separator: " UNION "))) ORDER BY received_at, id LIMIT ?"
        )
        let arguments = conditions.reduce(into: StatementArguments()) { $0 += [$1.1, limit] }
        return try Int64.fetchAll(statement, arguments: arguments + [limit])
    }

    private static func erase(_ numbers: [Int64], events: Int, in db: Database) throws -> Int {
        guard !numbers.isEmpty else { return 0 }
        try DeliveryRow.keepHighest(in: db)
        var calls = 0
        var erased = 0
        for number in numbers where erased < events || calls == 0 {
            erased += try Self.erase(number, in: db)
            calls += 1
        }
        return calls
    }

    /// Erases one call and returns how many events it had.
    private static func erase(_ number: Int64, in db: Database) throws -> Int {
        try SearchIndex.remove(call: number, in: db)
        var events = 0
        for (table, column) in [
            ("utterances", "call"), ("refusals", "call"), ("events", "call"), ("calls", "number"),
        ] {
            try db.cachedStatement(sql: "DELETE FROM \(table) WHERE \(column) = ?").execute(arguments: [number])
            if table == "events" { events = db.changesCount }
        }
        return events
    }
}
