// SPDX-License-Identifier: Apache-2.0

import CallCore
import Synchronization

/// A view of another store that knows nothing of calls until it is opened, as one does whose events are on their way.
final class GatedStore: CallStore {
    private let store: any CallStore
    private let isOpen = Mutex(false)

    init(_ store: any CallStore) {
        self.store = store
    }

    func open() { self.isOpen.withLock { $0 = true } }

    func call(_ id: CallID) async throws -> CallRecord? {
        self.isOpen.withLock { $0 } ? try await self.store.call(id) : nil
    }

    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] { try await self.store.append(events) }
    func call(orderedAs order: String) async throws -> CallRecord? { try await self.store.call(orderedAs: order) }
    func calls(_ query: CallQuery) async throws -> CallPage { try await self.store.calls(query) }
    func transcript(of id: CallID) async throws -> [TranscriptLine] { try await self.store.transcript(of: id) }
    func events(of id: CallID) async throws -> [StoredCallEvent] { try await self.store.events(of: id) }
    func search(_ query: TranscriptQuery) async throws -> TranscriptMatches { try await self.store.search(query) }
    func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        try await self.store.erase(selection, limit: limit)
    }
    func ping() async throws { try await self.store.ping() }
}
