// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation

/// A server's journal in memory: a store, and what of it has to be delivered. It outlives the delivery, as a file does.
actor OutboxDouble: CallStore, EventOutbox {
    private let store = InMemoryCallStore()
    private var entries: [OutboxEntry] = []
    private var known: Set<EventID> = []
    private var waiting: Set<Int64> = []
    private var refusals: [Int64: OutboxRefusal] = [:]
    private var lastPosition: Int64 = 0
    private var failures = 0
    private(set) var reads = 0
    private(set) var trims: [(time: Date, bytes: Int)] = []
    private(set) var everAside: Set<EventID> = []

    /// The next so many questions about delivery fail.
    func fails(_ count: Int) { self.failures = count }

    private func work() throws {
        guard self.failures > 0 else { return }
        self.failures -= 1
        throw StoreError(.unavailable, "disk full")
    }

    // MARK: EventOutbox

    func undelivered(atMost count: Int, bytes: Int) throws -> [OutboxEntry] {
        try self.work()
        self.reads += 1
        return Array(self.entries.lazy.filter { self.waiting.contains($0.position) }.prefix(count))
    }

    func undelivered(of call: CallID) -> [CallEvent] {
        self.entries.filter { entry in
            let isHere = self.waiting.contains(entry.position) || self.refusals[entry.position] != nil
            return entry.event.call == call && isHere
        }.map(\.event)
    }

    func delivered(through position: Int64) throws {
        try self.work()
        self.waiting = self.waiting.filter { $0 > position }
    }

    func setAside(_ positions: [Int64], because reason: String, at time: Date) throws {
        try self.work()
        for entry in self.entries where positions.contains(entry.position) {
            self.waiting.remove(entry.position)
            self.refusals[entry.position] = OutboxRefusal(entry: entry, reason: reason, time: time)
            self.everAside.insert(entry.event.id)
        }
    }

    func aside(atMost count: Int) -> [OutboxRefusal] {
        Array(self.refusals.values.sorted { $0.entry.position < $1.entry.position }.prefix(count))
    }

    func takeBack() throws -> Int {
        try self.work()
        defer { self.refusals = [:] }
        self.waiting.formUnion(self.refusals.keys)
        return self.refusals.count
    }

    func backlog() -> OutboxBacklog {
        let waiting = self.entries.filter { self.waiting.contains($0.position) }
        return OutboxBacklog(
            events: waiting.count,
            oldest: waiting.map(\.event.time).min(),
            aside: self.refusals.count,
            bytes: self.entries.count
        )
    }

    func trim(olderThan time: Date, beyond bytes: Int) -> Int {
        self.trims.append((time, bytes))
        return 1
    }

    // MARK: CallStore

    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        let stored = try await self.store.append(events)
        for event in events where self.known.insert(event.id).inserted {
            self.lastPosition += 1
            self.entries.append(OutboxEntry(position: self.lastPosition, event: event))
            self.waiting.insert(self.lastPosition)
        }
        return stored
    }

    func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        let count = await self.store.erase(selection, limit: limit)
        let calls = Set(self.entries.map(\.event.call))
        for call in calls where await self.store.call(call) == nil {
            for entry in self.entries where entry.event.call == call {
                self.waiting.remove(entry.position)
                self.refusals[entry.position] = nil
                self.known.remove(entry.event.id)
            }
            self.entries.removeAll { $0.event.call == call }
        }
        return count
    }

    func call(_ id: CallID) async -> CallRecord? { await self.store.call(id) }
    func call(orderedAs order: String) async -> CallRecord? { await self.store.call(orderedAs: order) }
    func calls(_ query: CallQuery) async throws -> CallPage { try await self.store.calls(query) }
    func transcript(of id: CallID) async -> [TranscriptLine] { await self.store.transcript(of: id) }
    func events(of id: CallID) async -> [StoredCallEvent] { await self.store.events(of: id) }
    func search(_ query: TranscriptQuery) async throws -> TranscriptMatches { try await self.store.search(query) }
    func ping() {}
}
