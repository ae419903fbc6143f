// SPDX-License-Identifier: Apache-2.0

import CallCore
import ServiceContextModule
import Synchronization

@testable import Telemetry

/// A store that notes within which spans it is asked about calls.
final class SpanNotingStore: CallStore {
    private let kept = InMemoryCallStore()
    private let noted = Mutex<[SpanID?]>([])

    /// The spans of the questions, in order.
    var spans: [SpanID?] { self.noted.withLock { $0 } }

    func forget() { self.noted.withLock { $0 = [] } }

    private func note() {
        let span = ServiceContext.current?.spanContext?.spanID
        self.noted.withLock { $0.append(span) }
    }

    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] { try await self.kept.append(events) }

    func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        await self.kept.erase(selection, limit: limit)
    }

    func call(_ id: CallID) async throws -> CallRecord? {
        self.note()
        return await self.kept.call(id)
    }

    func call(orderedAs order: String) async throws -> CallRecord? { await self.kept.call(orderedAs: order) }

    func calls(_ query: CallQuery) async throws -> CallPage { try await self.kept.calls(query) }

    func transcript(of id: CallID) async throws -> [TranscriptLine] { await self.kept.transcript(of: id) }

    func events(of id: CallID) async throws -> [StoredCallEvent] { await self.kept.events(of: id) }

    func search(_ query: TranscriptQuery) async throws -> TranscriptMatches { try await self.kept.search(query) }

    func ping() async throws {}
}
