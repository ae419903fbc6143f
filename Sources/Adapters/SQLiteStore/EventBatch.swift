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
    private let db: Database
    /// The calls of the batch, read once and written once.
    private var calls: [CallID: CallRow] = [:]

    init(_ db: Database) {
        self.db = db
    }

    /// Stores the events; any error means that the transaction is rolled back.
    mutating func append(_ events: [CallEvent]) throws -> [StoredCallEvent] {
        let stored = try events.map { try self.append(Self.asStored($0)) }
        for call in self.calls.values.sorted(by: { $0.number < $1.number }) { try call.update(in: self.db) }
        return stored
    }

    private mutating func append(_ event: CallEvent) throws -> StoredCallEvent {
        if let known = try EventRow.find(event.id, in: self.db) { return known }
        var call = try self.row(for: event)
        call.events += 1
        call.record.apply(event)
        var line: Int?
        if case .spoken = event.kind { line = call.record.lines }
        let stored = StoredCallEvent(event: event, sequence: call.events, line: line)
        try EventRow.insert(stored, call: call.number, in: self.db)
        self.calls[event.call] = call
        return stored
    }

    private func row(for event: CallEvent) throws -> CallRow {
        if let row = try self.calls[event.call] ?? CallRow.find(event.call, in: self.db) { return row }
        guard case .received(let info) = event.kind, info.id == event.call else {
            throw StoreError(.rejected, "the call \(event.call) was never received; store its `received` event first")
        }
        return try CallRow.insert(info, in: self.db)
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
