// SPDX-License-Identifier: Apache-2.0

import CallCore
import GRDB

/// The tables, and how older files come to have them, each version in one transaction. A migration that has been released
/// is never changed.
enum Schema {
    static func migrate(_ pool: DatabasePool, path: String) throws {
        let migrator = Self.migrator()
        let (isNewer, isCurrent) = try pool.read { db in
            (try migrator.hasBeenSuperseded(db), try migrator.hasCompletedMigrations(db))
        }
        if isNewer {
            throw StoreError(.unreadable, "\(path): was written by a newer version; update this program")
        }
        if !isCurrent { try migrator.migrate(pool) }
    }

    private static func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 calls, events, utterances") { db in
            try db.execute(sql: "PRAGMA application_id = \(SQLiteFile.applicationID)")
            try db.execute(sql: Self.version1)
        }
        migrator.registerMigration("2 calls out and control") { db in
            try db.execute(sql: Self.version2)
        }
        migrator.registerMigration("3 search and delivery", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: Self.version3)
            try SearchIndex.fill(in: db)
        }
        return migrator
    }
}
