// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// Files as older versions of the server left them, written by the statements that those versions used.
enum OldFile {
    /// A file of version 1: one call that is over and one that goes on, with three lines.
    static func version1(at path: String) throws {
        let queue = try Self.open(path)
        try queue.write { db in
            try db.execute(sql: "PRAGMA application_id = 1398227524")
            try db.execute(sql: OldSchema.version1)
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('1 calls, events, utterances')")
            try Self.fill(db)
        }
        try queue.close()
    }

    /// A file of version 2, with an ordered call besides.
    static func version2(at path: String) throws {
        try Self.version1(at: path)
        let queue = try Self.open(path)
        try queue.write { db in
            try db.execute(sql: OldSchema.version2)
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('2 calls out and control')")
            try db.execute(
                sql: """
                    UPDATE calls SET order_name = 'order-7', plan = '{"greeting":"Hi.","order":"order-7"}' WHERE number = 2
                    """
            )
        }
        try queue.close()
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            try db.execute(sql: "CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        return queue
    }

    private static func fill(_ db: Database) throws {
        try db.execute(sql: OldSchema.calls)
        try db.execute(sql: OldSchema.events)
        try db.execute(sql: OldSchema.utterances)
    }
}
