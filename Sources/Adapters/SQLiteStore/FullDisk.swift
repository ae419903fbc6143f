// SPDX-License-Identifier: Apache-2.0

import GRDB

/// What is done when there is no room for an event: calls that are over and delivered are erased, the longest silent
/// first, until there is some.
struct FullDisk {
    let configuration: SQLiteStoreConfiguration

    /// Calls that are erased before the event is tried again.
    private static let calls = 200

    /// Makes room; called between transactions, when the reserve has been given up.
    ///
    /// The log is emptied into the file first. One call at a time, because its pages are overwritten and the log has to
    /// hold that; what becomes free is given back to the disk. A file that has reached its limit may exceed it meanwhile by
    /// the few pages that erasing takes. Returns how many calls were erased.
    func makeRoom(in db: Database) throws -> Int {
        let largest = self.configuration.largestFile
        if let largest { try FileSpace.limit(to: largest + 1 << 20, in: db) }
        let result = Result { try self.erase(in: db) }
        if let largest { try FileSpace.limit(to: largest, in: db) }
        return try result.get()
    }

    private func erase(in db: Database) throws -> Int {
        var calls = 0
        do {
            while calls < Self.calls {
                try FileSpace.emptyLog(in: db, busyTimeout: self.configuration.busyTimeout)
                if try self.isRoomy(db) { break }
                var step = CallErasure.Step()
                try db.inTransaction {
                    step = try CallErasure.trim(olderThan: nil, calls: 1, events: 1, in: db)
                    return .commit
                }
                guard step.calls > 0 else { break }
                calls += step.calls
                while self.isDiskFull, try FileSpace.shrink(in: db) {}
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL && calls > 0 {
            // Some are erased, and that may do.
        }
        return calls
    }

    /// Whether there is room again: on the disk, and in a file that may not grow.
    private func isRoomy(_ db: Database) throws -> Bool {
        guard !self.isDiskFull else { return false }
        guard let largest = self.configuration.largestFile else { return true }
        let (pages, free, size) = try FileSpace.figures(of: db)
        return largest - (pages - free) * size > max(256 << 10, largest / 50)
    }

    private var isDiskFull: Bool {
        let wanted = 2 * max(self.configuration.reserve, 1 << 20)
        return DiskReserve.freeBytes(near: self.configuration.path) < wanted
    }
}
