// SPDX-License-Identifier: Apache-2.0

public import CallCore
import GRDB
import Synchronization

extension SQLiteStore {
    /// Erases calls that are over; see ``CallCore/CallStore/erase(_:limit:)``.
    ///
    /// A bounded number of events in each transaction, so that new ones never wait long. When nothing is left to be
    /// erased, the file is swept: the words are taken out of the search index and free pages are given back. What was
    /// erased is overwritten with zeros; the log (`-wal`) holds it until nobody reads the old state any more.
    public func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        let events = self.configuration.erasedAtOnce
        var erased = 0
        var isPartial = limit > 0
        while isPartial, erased < limit {
            try Task.checkCancellation()
            let rest = limit - erased
            let step = try await self.write { db in
                let step = try CallErasure.erase(selection, limit: rest, events: events, in: db)
                if step.calls > 0 { try db.execute(sql: "UPDATE delivery SET is_swept = 0") }
                return step
            }
            self.erased(step.calls)
            erased += step.calls
            isPartial = step.isPartial && step.calls > 0
        }
        if case .call = selection { isPartial = false }
        if !isPartial { try await self.sweep() }
        return erased
    }

    /// Takes erased words out of the search index, which keeps them until its pieces are merged, and gives free pages
    /// back; in small steps. Begins again at the next erasure if it is cut off.
    private func sweep() async throws {
        guard try await self.read({ try Bool.fetchOne($0, sql: "SELECT NOT is_swept FROM delivery") ?? false }) else {
            return
        }
        var isFirst = true
        while try await self.write({ [isFirst] in try SearchIndex.merge(in: $0, isFirst: isFirst) }) {
            try Task.checkCancellation()
            isFirst = false
        }
        try await self.write { try $0.execute(sql: "UPDATE delivery SET is_swept = 1") }
        try await self.shrink()
    }

    /// Gives free pages back to the disk.
    func shrink() async throws {
        while try await self.write({ try FileSpace.shrink(in: $0) }) { try Task.checkCancellation() }
        let busyTimeout = self.configuration.busyTimeout
        try await self.write(inTransaction: false) { try FileSpace.emptyLog(in: $0, busyTimeout: busyTimeout) }
    }

    /// Remembers that events are gone which nobody delivered.
    func erased(_ calls: Int) {
        if calls > 0 { self.erasures.wrappingAdd(1, ordering: .releasing) }
    }
}
