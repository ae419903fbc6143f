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
        var fold: CallFold
        var events: [StoredCallEvent] = []

        var record: CallRecord { self.fold.record }
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
            var entry = try changed[event.call] ?? self.entries[event.call] ?? Entry(fold: CallFold.begin(with: event))
            let kept = entry.fold.append(event, after: entry.events)
            fresh[event.id] = Place(call: event.call, index: entry.events.count)
            entry.events.append(kept)
            changed[event.call] = entry
            stored.append(kept)
        }
        self.entries.merge(changed) { _, new in new }
        self.places.merge(fresh) { _, new in new }
        return stored
    }

    /// Erases calls that are over; see ``CallStore/erase(_:limit:)``.
    public func erase(_ selection: CallSelection, limit: Int) -> Int {
        let erased = self.entries.values.map(\.record)
            .filter { !$0.isActive && selection.includes($0.info) }
            .sorted { CallCursor(of: $1).precedes(CallCursor(of: $0)) }
            .prefix(max(0, limit))
        for record in erased {
            for stored in self.entries.removeValue(forKey: record.id)?.events ?? [] {
                self.places[stored.event.id] = nil
            }
        }
        return erased.count
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
            .filter { query.includes($0.record) }
            .filter { entry in after.map { $0.precedes(entry.place) } ?? true }
            .sorted { $0.place.precedes($1.place) }
        let page = found.prefix(limit)
        return CallPage(calls: page.map(\.record), next: found.count > limit ? page.last?.place.text : nil)
    }

    /// The transcript in the order of speech.
    public func transcript(of id: CallID) -> [TranscriptLine] {
        CallFold.transcript(of: self.events(of: id))
    }

    /// A page of lines that hold all words; see ``CallReading/search(_:)``.
    public func search(_ query: TranscriptQuery) throws -> TranscriptMatches {
        let (words, after) = try query.read()
        let found = self.entries.values.flatMap(\.events)
            .compactMap { stored -> TranscriptMatch? in
                guard case .spoken(let line) = stored.event.kind, words.matches(line.text) else { return nil }
                let event = stored.event
                return TranscriptMatch(call: event.call, id: event.id, time: event.time, line: line)
            }
            .filter { query.includes($0) }
            .filter { match in after.map { $0.precedes(TranscriptCursor(of: match)) } ?? true }
            .sorted { TranscriptCursor(of: $0).precedes(TranscriptCursor(of: $1)) }
        let limit = max(1, min(query.limit, 500))
        let page = Array(found.prefix(limit))
        return TranscriptMatches(
            matches: page,
            next: found.count > limit ? page.last.map { TranscriptCursor(of: $0).text } : nil
        )
    }

    /// The events of a call in order.
    public func events(of id: CallID) -> [StoredCallEvent] {
        self.entries[id]?.events ?? []
    }

    /// Always reachable.
    public func ping() {}
}
