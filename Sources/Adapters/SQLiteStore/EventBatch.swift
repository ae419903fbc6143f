// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One batch of events on its way into the file, inside one transaction.
struct EventBatch {
    private struct Call {
        var row: CallRow
        /// All of its events; read when the first one comes late.
        var history: [StoredCallEvent]?
    }

    private let db: Database
    /// The calls of the batch, read once and written once.
    private var calls: [CallID: Call] = [:]
    /// Where the next event goes.
    private var position: Int64?

    init(_ db: Database) {
        self.db = db
    }

    /// Stores the events; any error means that the transaction is rolled back.
    mutating func append(_ events: [CallEvent]) throws -> [StoredCallEvent] {
        let stored = try events.map { try self.append(Self.asStored($0)) }
        for call in self.calls.values.sorted(by: { $0.row.number < $1.row.number }) { try call.row.update(in: self.db) }
        return stored
    }

    private mutating func append(_ event: CallEvent) throws -> StoredCallEvent {
        if let known = try EventRow.find(event.id, in: self.db) { return known }
        var call = try self.call(of: event)
        let stored = try self.fold(event, into: &call)
        let position = try self.position ?? DeliveryRow.nextPosition(in: self.db)
        try EventRow.insert(stored, call: call.row.number, position: position, in: self.db)
        self.position = position + 1
        call.row.position = position
        self.calls[event.call] = call
        return stored
    }

    private func call(of event: CallEvent) throws -> Call {
        if let call = self.calls[event.call] { return call }
        if let row = try CallRow.find(event.call, in: self.db) { return Call(row: row) }
        return Call(row: try CallRow.insert(CallFold.begin(with: event), in: self.db))
    }

    private func fold(_ event: CallEvent, into call: inout Call) throws -> StoredCallEvent {
        if let stored = call.row.fold.append(event) {
            call.history?.append(stored)
            return stored
        }
        var history = try call.history ?? EventRow.events(of: event.call, in: self.db)
        let stored = call.row.fold.append(event, after: history)
        history.append(stored)
        call.history = history
        return stored
    }

    /// The event with its times as precise as the file keeps them, so that nobody sees it change later.
    private static func asStored(_ event: CallEvent) -> CallEvent {
        var event = event
        event.time = Date(microseconds: event.time.microseconds)
        if case .received(var info) = event.kind {
            info.receivedAt = Date(microseconds: info.receivedAt.microseconds)
            event.kind = .received(info)
        }
        return event
    }
}
