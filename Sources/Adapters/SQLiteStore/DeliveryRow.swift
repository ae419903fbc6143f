// SPDX-License-Identifier: Apache-2.0

import CallCore
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The row of `delivery` and the rows of `refusals`: what of the journal is known to the store that servers share.
///
/// Events at or before `delivered` are settled, except those that were set aside and taken back. Those set aside are in
/// `refusals`, wherever they stand.
enum DeliveryRow {
    // MARK: Positions

    /// Positions are never given twice: what is behind `delivered` would be taken for delivered.
    static func nextPosition(in db: Database) throws -> Int64 {
        try Self.lastPosition(in: db) + 1
    }

    static func lastPosition(in db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(
            sql: "SELECT max(highest, coalesce((SELECT max(position) FROM events), 0)) FROM delivery"
        )
        return try Int64.fetchOne(statement) ?? 0
    }

    /// Before events are erased.
    static func keepHighest(in db: Database) throws {
        try db.execute(sql: "UPDATE delivery SET highest = ?", arguments: [Self.lastPosition(in: db)])
    }

    static func delivered(in db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT delivered FROM delivery")) ?? 0
    }

    // MARK: What is to be delivered

    static func undelivered(atMost count: Int, bytes: Int, in db: Database) throws -> [OutboxEntry] {
        let delivered = try Self.delivered(in: db)
        // Oldest first: what was taken back stands before everything that was never tried.
        let again = try EventRow.entries(
            where: "e.position IN (SELECT position FROM refusals WHERE is_taken_back AND position <= ?)",
            [delivered],
            atMost: count,
            bytes: bytes,
            in: db
        )
        guard again.isEmpty else { return again }
        return try EventRow.entries(
            where: "e.position > ? AND NOT EXISTS (SELECT 1 FROM refusals r WHERE r.position = e.position)",
            [delivered],
            atMost: count,
            bytes: bytes,
            in: db
        )
    }

    static func undelivered(of call: CallID, in db: Database) throws -> [CallEvent] {
        try EventRow.entries(
            where: """
                c.id = CAST(? AS TEXT)
                    AND (e.position > ? OR EXISTS (SELECT 1 FROM refusals r WHERE r.position = e.position))
                """,
            [ExactText(call.rawValue), Self.delivered(in: db)],
            atMost: .max,
            bytes: .max,
            in: db
        ).map(\.event)
    }

    static func deliver(through position: Int64, in db: Database) throws {
        let reached = min(position, try Self.lastPosition(in: db))
        try db.execute(sql: "UPDATE delivery SET delivered = max(delivered, ?)", arguments: [reached])
        try db.execute(sql: "DELETE FROM refusals WHERE is_taken_back AND position <= ?", arguments: [reached])
    }

    /// What waits; `behind` is the number of events behind the mark, those set aside included. The bytes are 0.
    static func backlog(behind: Int, in db: Database) throws -> OutboxBacklog {
        let delivered = try Self.delivered(in: db)
        let statement = try db.cachedStatement(
            sql: """
                SELECT count(*) FILTER (WHERE NOT is_taken_back),
                    count(*) FILTER (WHERE NOT is_taken_back AND position > ?1),
                    count(*) FILTER (WHERE is_taken_back AND position <= ?1)
                FROM refusals
                """
        )
        let row = try Row.fetchOne(statement, arguments: [delivered])
        let (aside, asideBehind, again): (Int, Int, Int) = (row?[0] ?? 0, row?[1] ?? 0, row?[2] ?? 0)
        return OutboxBacklog(
            events: behind - asideBehind + again,
            oldest: try Self.oldest(after: delivered, in: db).map(Date.init(microseconds:)),
            aside: aside,
            bytes: 0
        )
    }

    private static func oldest(after delivered: Int64, in db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT min(time) FROM (
                    SELECT min(e.time) AS time FROM refusals r JOIN events e ON e.position = r.position
                    WHERE r.is_taken_back
                    UNION ALL
                    SELECT * FROM (
                        SELECT e.time FROM events e WHERE e.position > ?
                            AND NOT EXISTS (SELECT 1 FROM refusals r WHERE r.position = e.position)
                        ORDER BY e.position LIMIT 1))
                """
        )
        return try Int64.fetchOne(statement, arguments: [delivered])
    }

    // MARK: What is set aside

    static func setAside(_ positions: [Int64], because reason: String, at time: Date, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO refusals (position, call, reason, time, is_taken_back)
                SELECT position, call, CAST(? AS TEXT), ?, 0 FROM events WHERE position = ?
                """
        )
        for position in positions {
            try statement.execute(arguments: [ExactText(reason), time.microseconds, position])
        }
    }

    static func aside(atMost count: Int, in db: Database) throws -> [OutboxRefusal] {
        let entries = try EventRow.entries(
            where: "e.position IN (SELECT position FROM refusals WHERE NOT is_taken_back ORDER BY position LIMIT ?)",
            [count],
            atMost: count,
            bytes: .max,
            in: db
        )
        let statement = try db.cachedStatement(
            sql: "SELECT CAST(reason AS BLOB), time FROM refusals WHERE position = ?"
        )
        return try entries.compactMap { entry in
            guard let row = try Row.fetchOne(statement, arguments: [entry.position]) else { return nil }
            return OutboxRefusal(
                entry: entry,
                reason: (row[0] as ExactText).text,
                time: Date(microseconds: row[1])
            )
        }
    }

    static func takeBack(in db: Database) throws -> Int {
        try db.execute(
            sql: """
                UPDATE refusals SET is_taken_back = 1
                WHERE NOT is_taken_back AND position <= (SELECT delivered FROM delivery)
                """
        )
        let settled = db.changesCount
        // The others are before the mark: without a row they are like all that wait.
        try db.execute(sql: "DELETE FROM refusals WHERE NOT is_taken_back")
        return settled + db.changesCount
    }
}
