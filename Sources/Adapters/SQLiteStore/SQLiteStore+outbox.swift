// SPDX-License-Identifier: Apache-2.0

public import CallCore
import GRDB
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Delivery to a store that several servers share: what is still to go, and what was not taken.
extension SQLiteStore: EventOutbox {
    /// The next events to be delivered, oldest first, without those set aside.
    ///
    /// What was taken back (``takeBack()``) comes first, by itself.
    public func undelivered(atMost count: Int, bytes: Int) async throws -> [OutboxEntry] {
        try await self.read { try DeliveryRow.undelivered(atMost: max(0, count), bytes: max(1, bytes), in: $0) }
    }

    /// The events of one call that are not delivered yet, oldest first, those set aside included.
    public func undelivered(of call: CallID) async throws -> [CallEvent] {
        try await self.read { try DeliveryRow.undelivered(of: call, in: $0) }
    }

    /// Remembers durably that everything up to and with this position is delivered or set aside; never goes back.
    public func delivered(through position: Int64) async throws {
        do {
            try await self.write { [self] db in
                try DeliveryRow.deliver(through: position, in: db)
                self.holdReserve()
            }
        } catch let error as StoreError where SQLiteFailure.isFull(error) {
            try await self.deliverOnFullDisk(through: position)
        }
    }

    /// Sets events aside for good, durably; unknown positions are left out.
    public func setAside(_ positions: [Int64], because reason: String, at time: Date) async throws {
        try await self.write { try DeliveryRow.setAside(positions, because: reason, at: time, in: $0) }
    }

    /// What is set aside, oldest first, at most so many.
    public func aside(atMost count: Int) async throws -> [OutboxRefusal] {
        try await self.read { try DeliveryRow.aside(atMost: max(0, count), in: $0) }
    }

    /// Takes what is set aside back for another attempt. Returns how many there were.
    public func takeBack() async throws -> Int {
        try await self.write { try DeliveryRow.takeBack(in: $0) }
    }

    /// What waits, in figures.
    ///
    /// The first call, and the one after an erasure, counts; the others take the difference to the one before.
    public func backlog() async throws -> OutboxBacklog {
        let bytes = SQLiteFile.size(of: self.path) + SQLiteFile.size(of: self.path + "-wal")
        let erasures = self.erasures.load(ordering: .acquiring)
        return try await self.read { db in
            let behind = try self.backlogCount.withLock { try $0.update(erasures: erasures, in: db) }
            var backlog = try DeliveryRow.backlog(behind: behind, in: db)
            backlog.bytes = bytes
            return backlog
        }
    }

    /// Erases calls that are over and delivered, the longest silent first; see ``CallCore/EventOutbox``.
    ///
    /// A bounded number of events in each transaction, so that new ones never wait long; pages that become free are
    /// given back to the disk.
    public func trim(olderThan time: Date, beyond bytes: Int) async throws -> Int {
        let limit = self.configuration.erasedAtOnce
        var trimmed = 0
        while true {
            try Task.checkCancellation()
            let step = try await self.write { db in
                let isTooLarge = try FileSpace.used(in: db) > bytes
                return try CallErasure.trim(olderThan: isTooLarge ? nil : time.microseconds, events: limit, in: db)
            }
            self.erased(step.calls)
            trimmed += step.calls
            guard step.calls > 0 else { break }
        }
        if trimmed > 0 {
            _ = try await self.write { try SearchIndex.merge(in: $0, isFirst: false) }
            try await self.shrink()
        }
        return trimmed
    }
}
