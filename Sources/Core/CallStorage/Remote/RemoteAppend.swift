// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A batch on its way into the shared store: what has to be asked, and what is to be written.
///
/// The store counts nothing itself: the events are added up here, from what is known of the calls, and written on
/// condition that it is still true. ``next()`` says what to do; the answer goes back in, until the batch is stored.
struct RemoteAppend {
    /// What to do next.
    enum Step {
        /// Ask for these calls, and ``take(folds:of:)``.
        case askFolds([CallID])
        /// Ask for the events of a call up to this number, and ``take(history:of:)``: one that is older came late.
        case askHistory(CallID, through: Int)
        /// Write this; on a conflict ``take(folds:of:)`` and ``take(known:)``.
        case write(Writing)
        /// Everything is in the store.
        case done([StoredCallEvent])
    }

    /// What is written, and what the calls are then.
    struct Writing {
        /// The argument of `switchboard_append`.
        var argument: [UInt8]
        /// The calls afterwards.
        var folds: [CallFold]
        /// The batch afterwards.
        var stored: [StoredCallEvent]
    }

    private struct Entry {
        var event: CallEvent
        /// Its JSON, without its numbers.
        var body: [UInt8]
    }

    private struct Draft {
        var fold: CallFold
        var expected: Int
        var added: [StoredCallEvent] = []
    }

    private let entries: [Entry]
    /// What is known of calls; a call that the store does not know has no fold.
    private var folds: [CallID: CallFold?] = [:]
    private var histories: [CallID: [StoredCallEvent]] = [:]
    private var known: [EventID: StoredCallEvent] = [:]

    /// Begins with a batch.
    init(_ events: [CallEvent]) throws {
        self.entries = try events.map(Self.entry)
    }

    /// The calls of the batch.
    var calls: Set<CallID> { Set(self.entries.map(\.event.call)) }

    // MARK: What is known

    /// What the store, or the memory of it, says of calls; those without a fold are unknown there.
    mutating func take(folds: [CallFold], of calls: [CallID]) {
        for id in calls {
            self.folds[id] = .some(nil)
            self.histories[id] = nil
        }
        for fold in folds { self.folds[fold.record.id] = fold }
    }

    /// All events of a call. `false` if the call has more: it was erased meanwhile, and has to be asked for again.
    mutating func take(history: [StoredCallEvent], of call: CallID) -> Bool {
        let expected = self.folds[call].flatMap(\.self)?.events ?? 0
        guard history.count >= expected else {
            self.folds[call] = nil
            return false
        }
        self.histories[call] = Array(history.prefix(expected))
        return true
    }

    /// Events of the batch that are in the store already.
    mutating func take(known: [StoredCallEvent]) {
        for stored in known { self.known[stored.event.id] = stored }
    }

    // MARK: What to do

    /// What to do next. Throws ``CallCore/StoreError`` `.rejected` if the batch can never be stored.
    func next() throws -> Step {
        var drafts: [CallID: Draft] = [:]
        var settled = self.known
        var fresh: [Int] = []
        var unknown: [CallID] = []
        for (index, entry) in self.entries.enumerated() where settled[entry.event.id] == nil {
            let event = entry.event
            guard var draft = try drafts[event.call] ?? self.draft(for: event) else {
                if !unknown.contains(event.call) { unknown.append(event.call) }
                continue
            }
            guard let stored = self.append(event, to: &draft) else {
                return .askHistory(event.call, through: draft.expected)
            }
            draft.added.append(stored)
            drafts[event.call] = draft
            settled[event.id] = stored
            fresh.append(index)
        }
        if !unknown.isEmpty { return .askFolds(unknown) }
        let all = self.entries.compactMap { settled[$0.event.id] }
        return fresh.isEmpty ? .done(all) : .write(try self.writing(drafts, fresh, all))
    }

    /// The call of an event; `nil` if it has to be asked for.
    private func draft(for event: CallEvent) throws -> Draft? {
        switch self.folds[event.call] {
        case .some(.some(let fold)): return Draft(fold: fold, expected: fold.events)
        case .some(.none): return Draft(fold: try CallFold.begin(with: event), expected: 0)
        case .none:
            // Most calls that are not known here are new; if it is not, the store says so.
            guard case .received(let info) = event.kind, info.id == event.call else { return nil }
            return Draft(fold: CallFold(info: info), expected: 0)
        }
    }

    /// Adds an event to a call; `nil` if it came late and the events before it are not here.
    private func append(_ event: CallEvent, to draft: inout Draft) -> StoredCallEvent? {
        if let stored = draft.fold.append(event) { return stored }
        let history = draft.expected == 0 ? [] : self.histories[event.call]
        return history.map { draft.fold.append(event, after: $0 + draft.added) }
    }

    // MARK: Writing

    private func writing(_ drafts: [CallID: Draft], _ fresh: [Int], _ all: [StoredCallEvent]) throws -> Writing {
        let written = drafts.values.sorted { $0.fold.record.id.rawValue < $1.fold.record.id.rawValue }
        let calls = try written.map { draft in
            let row = StoredCallRow(draft.fold)
            return try RemoteJSON.bytes(of: RemoteArgument.ExpectedCall(row: row, expected: draft.expected))
        }
        let events = fresh.map { Self.numbered(self.entries[$0].body, as: all[$0]) }
        var argument = Array(#"{"calls":["#.utf8)
        argument.append(contentsOf: calls.joined(separator: [UInt8(ascii: ",")]))
        argument.append(contentsOf: #"],"events":["#.utf8)
        argument.append(contentsOf: events.joined(separator: [UInt8(ascii: ",")]))
        argument.append(contentsOf: "]}".utf8)
        return Writing(argument: argument, folds: written.map(\.fold), stored: all)
    }

    /// The event's JSON with its numbers in front: it is written once, however often the numbers change.
    private static func numbered(_ body: [UInt8], as stored: StoredCallEvent) -> [UInt8] {
        let line = stored.line.map { #""line":\#($0),"# } ?? ""
        return Array(#"{"sequence":\#(stored.sequence),\#(line)"#.utf8) + body.dropFirst()
    }

    /// The event as the store keeps it, so that nobody sees it change later.
    private static func entry(_ event: CallEvent) throws -> Entry {
        var event = event
        event.time = Date(microseconds: event.time.microseconds)
        if case .received(var info) = event.kind {
            info.receivedAt = Date(microseconds: info.receivedAt.microseconds)
            event.kind = .received(info)
        }
        let json = Array(try JSONEncoder().encode(StoredEventRow(event)))
        let (body, isChanged) = RemoteJSON.replacingNull(json)
        if isChanged { event = try JSONDecoder().decode(StoredEventRow.self, from: Data(body)).event() }
        return Entry(event: event, body: body)
    }
}
