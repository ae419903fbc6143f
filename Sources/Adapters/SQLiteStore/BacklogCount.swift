// SPDX-License-Identifier: Apache-2.0

import GRDB

/// How many events wait to be delivered, kept up to date by what came and went since the last question instead of being
/// counted anew.
struct BacklogCount: Sendable {
    private struct Count {
        var delivered: Int64
        var last: Int64
        var events: Int
        var erasures: Int
    }

    private var count: Count?

    /// Events behind the mark, those set aside included. `erasures` changes whenever events are erased, which cannot be
    /// told from delivered ones later.
    mutating func update(erasures: Int, in db: Database) throws -> Int {
        let delivered = try DeliveryRow.delivered(in: db)
        let last = try DeliveryRow.lastPosition(in: db)
        guard let known = self.count, known.erasures == erasures, known.last <= last, known.delivered <= delivered
        else {
            return try self.take(delivered, last, Self.events(after: delivered, through: last, in: db), erasures)
        }
        let came = try Self.events(after: max(known.last, delivered), through: last, in: db)
        let stayed =
            delivered >= known.last
            ? 0 : known.events - (try Self.events(after: known.delivered, through: delivered, in: db))
        return self.take(delivered, last, stayed + came, erasures)
    }

    private mutating func take(_ delivered: Int64, _ last: Int64, _ events: Int, _ erasures: Int) -> Int {
        self.count = Count(delivered: delivered, last: last, events: events, erasures: erasures)
        return events
    }

    private static func events(after first: Int64, through last: Int64, in db: Database) throws -> Int {
        guard first < last else { return 0 }
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM events WHERE position > ? AND position <= ?")
        return try Int.fetchOne(statement, arguments: [first, last]) ?? 0
    }
}
