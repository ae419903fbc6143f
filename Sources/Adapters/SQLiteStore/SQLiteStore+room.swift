// SPDX-License-Identifier: Apache-2.0

import CallCore
import GRDB
import Synchronization

/// What is done when the disk is full.
extension SQLiteStore {
    /// Erases the longest silent calls that are over and delivered; whether there were any.
    ///
    /// The reserve is only given up for that: whatever else would fill it, and nothing could make room again.
    func makeRoom() async -> Bool {
        let disk = FullDisk(configuration: self.configuration)
        do {
            let calls = try await self.write(inTransaction: false) { [self] db in
                guard try CallErasure.canTrim(in: db) else { return 0 }
                self.giveUpReserve()
                let calls = try disk.makeRoom(in: db)
                self.holdReserve()
                return calls
            }
            self.erased(calls)
            return calls > 0
        } catch {
            // There is no room even for making room: the error of the event says what is the matter.
            return false
        }
    }

    /// Remembers what is delivered, which is what makes room: so it may use the reserve.
    func deliverOnFullDisk(through position: Int64) async throws {
        let busyTimeout = self.configuration.busyTimeout
        try await self.write(inTransaction: false) { [self] db in
            self.giveUpReserve()
            try FileSpace.emptyLog(in: db, busyTimeout: busyTimeout)
            try db.inTransaction {
                try DeliveryRow.deliver(through: position, in: db)
                return .commit
            }
        }
        _ = await self.makeRoom()
    }

    /// Takes room for the day on which the disk is full; once, and again when it was given up. On SQLite's queue, because
    /// it takes the disk's time.
    func holdReserve() {
        guard let reserve, !self.holdsReserve.load(ordering: .relaxed) else { return }
        self.holdsReserve.store(reserve.hold(), ordering: .relaxed)
    }

    private func giveUpReserve() {
        if self.holdsReserve.exchange(false, ordering: .relaxed) { self.reserve?.release() }
    }
}
