// SPDX-License-Identifier: Apache-2.0

import CallCore
import Synchronization

/// A store that does not answer until it is let go.
final class HangingStore: CallStore {
    private struct State {
        var isHanging = true
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func letGo() {
        let waiting = self.state.withLock { state in
            state.isHanging = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func hang() async throws -> Never {
        await withCheckedContinuation { continuation in
            let isHanging = self.state.withLock { state in
                if state.isHanging { state.waiting.append(continuation) }
                return state.isHanging
            }
            if !isHanging { continuation.resume() }
        }
        throw StoreError(.unavailable, "let go")
    }

    func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] { try await self.hang() }
    func call(_ id: CallID) async throws -> CallRecord? { try await self.hang() }
    func call(orderedAs order: String) async throws -> CallRecord? { try await self.hang() }
    func calls(_ query: CallQuery) async throws -> CallPage { try await self.hang() }
    func transcript(of id: CallID) async throws -> [TranscriptLine] { try await self.hang() }
    func events(of id: CallID) async throws -> [StoredCallEvent] { try await self.hang() }
    func search(_ query: TranscriptQuery) async throws -> TranscriptMatches { try await self.hang() }
    func erase(_ selection: CallSelection, limit: Int) async throws -> Int { try await self.hang() }
    func ping() async throws { try await self.hang() }
}
