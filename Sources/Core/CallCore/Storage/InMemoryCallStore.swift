// SPDX-License-Identifier: Apache-2.0

/// A ``CallStore`` that forgets everything with the process: for tests and for trying things out.
///
/// It keeps every promise of the protocol but the durable one.
///
/// ```swift
/// let journal = CallJournal(store: InMemoryCallStore(), logger: logger)
/// ```
public actor InMemoryCallStore: CallStore {
    private struct Entry {
        var record: CallRecord
        var events: [StoredCallEvent] = []
    }

    private struct Place {
        var call: CallID
        var index: Int
    }

    private var entries: [CallID: Entry] = [:]
    private var places: [EventID: Place] = [:]

    /// Creates an empty store.
    public init() {}

    /// Keeps events, all or none; see ``CallStore/append(_:)``.
    public func append(_ events: [CallEvent]) throws -> [StoredCallEvent] {
        // Worked out on the side and taken over at the end: an error leaves nothing behind.
        var changed: [CallID: Entry] = [:]
        var fresh: [EventID: Place] = [:]
        var stored: [StoredCallEvent] = []
        stored.reserveCapacity(events.count)
        for event in events {
            if let place = fresh[event.id] ?? self.places[event.id],
                let known = (changed[place.call] ?? self.entries[place.call])?.events[place.index]
            {
                stored.append(known)
                continue
            }
            var entry = try changed[event.call] ?? self.entries[event.call] ?? Self.begin(with: event)
            entry.record.apply(event)
            var line: Int?
            if case .spoken = event.kind { line = entry.record.lines }
            let kept = StoredCallEvent(event: event, sequence: entry.events.count + 1, line: line)
            fresh[event.id] = Place(call: event.call, index: entry.events.count)
            entry.events.append(kept)
            changed[event.call] = entry
            stored.append(kept)
        }
        self.entries.merge(changed) { _, new in new }
        self.places.merge(fresh) { _, new in new }
        return stored
    }

    private static func begin(with event: CallEvent) throws -> Entry {
        guard case .received(let info) = event.kind, info.id == event.call else {
            throw StoreError(.rejected, "the call \(event.call) was never received; store its `received` event first")
        }
        return Entry(record: CallRecord(info: info))
    }

    /// One call, or `nil` if it is unknown.
    public func call(_ id: CallID) -> CallRecord? {
        self.entries[id]?.record
    }

    /// The call that was ordered by this name; see ``CallStore/call(orderedAs:)``.
    public func call(orderedAs order: String) -> CallRecord? {
        self.entries.values.map(\.record)
            .filter { ($0.info.plan?.order).map { Array($0.utf8) } == Array(order.utf8) }
            .min { CallCursor(of: $1).precedes(CallCursor(of: $0)) }
    }

    /// A page of calls, newest first; see ``CallStore/calls(_:)``.
    public func calls(_ query: CallQuery) throws -> CallPage {
        let after = try query.cursor.map { text in
            guard let cursor = CallCursor(text: text) else {
                throw StoreError(.invalidQuery, "the cursor is none of this store's; begin without one")
            }
            return cursor
        }
        let limit = max(1, min(query.limit, 500))
        let found = self.entries.values
            .map { (place: CallCursor(of: $0.record), record: $0.record) }
            .filter { entry in query.isActive.map { entry.record.isActive == $0 } ?? true }
            .filter { entry in after.map { $0.precedes(entry.place) } ?? true }
            .sorted { $0.place.precedes($1.place) }
        let page = found.prefix(limit)
        return CallPage(calls: page.map(\.record), next: found.count > limit ? page.last?.place.text : nil)
    }

    /// The transcript in order.
    public func transcript(of id: CallID) -> [TranscriptLine] {
        self.events(of: id).compactMap { stored in
            guard case .spoken(let line) = stored.event.kind, let number = stored.line else { return nil }
            return TranscriptLine(number: number, id: stored.event.id, time: stored.event.time, line: line)
        }
    }

    /// The events of a call in order.
    public func events(of id: CallID) -> [StoredCallEvent] {
        self.entries[id]?.events ?? []
    }

    /// Always reachable.
    public func ping() {}
}
