// SPDX-License-Identifier: Apache-2.0

import GRDB

/// How much of the file is used, and giving back what is not.
enum FileSpace {
    /// Bytes in use, without the pages that are free.
    static func used(in db: Database) throws -> Int {
        let (pages, free, size) = try Self.figures(of: db)
        return (pages - free) * size
    }

    /// Gives some free pages back, the last ones of the file first.
    ///
    /// Keeps as many as will soon be needed again: a twentieth, and 256 at least. A file that was created by a version
    /// before 3 and is large keeps all, until somebody runs `VACUUM`; see ``SQLiteFile``.
    ///
    /// - Returns: whether there are more to be given back.
    static func shrink(in db: Database) throws -> Bool {
        let (pages, free, _) = try Self.figures(of: db)
        let excess = free - max(256, pages / 20)
        guard excess > 0, try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 2 else { return false }
        try db.execute(sql: "PRAGMA incremental_vacuum(\(min(excess, 512)))")
        return excess > 512
    }

    /// The file never grows beyond so many bytes.
    static func limit(to bytes: Int, in db: Database) throws {
        let page = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
        try db.execute(sql: "PRAGMA max_page_count = \(max(1, bytes / page))")
    }

    /// Brings everything from the log into the file and empties the log; not while somebody reads what is in it.
    static func emptyLog(in db: Database, busyTimeout: Duration) throws {
        try db.execute(sql: "PRAGMA busy_timeout = 50")
        defer {
            // Only a closed database fails here, and it says so at the next use.
            try? db.execute(sql: "PRAGMA busy_timeout = \(Int(busyTimeout / .milliseconds(1)))")
        }
        do {
            _ = try db.checkpoint(.truncate)
        } catch DatabaseError.SQLITE_BUSY {
            // A reader; the next checkpoint does it.
        }
    }

    static func figures(of db: Database) throws -> (pages: Int, free: Int, size: Int) {
        func figure(_ name: String) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0 }
        return (try figure("page_count"), try figure("freelist_count"), try figure("page_size"))
    }
}
