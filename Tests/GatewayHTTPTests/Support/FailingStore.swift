// SPDX-License-Identifier: Apache-2.0

import CallCore

/// A store that cannot be reached.
struct FailingStore: CallStore {
    var error = StoreError(.unavailable, "away")

    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] { throw self.error }
    func call(_ id: CallID) async throws -> CallRecord? { throw self.error }
    func call(orderedAs order: String) async throws -> CallRecord? { throw self.error }
    func calls(_ query: CallQuery) async throws -> CallPage { throw self.error }
    func transcript(of id: CallID) async throws -> [TranscriptLine] { throw self.error }
    func events(of id: CallID) async throws -> [StoredCallEvent] { throw self.error }
    func search(_ query: TranscriptQuery) async throws -> TranscriptMatches { throw self.error }
    func erase(_ selection: CallSelection, limit: Int) async throws -> Int { throw self.error }
    func ping() async throws { throw self.error }
}
