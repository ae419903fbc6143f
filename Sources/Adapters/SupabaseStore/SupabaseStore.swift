// SPDX-License-Identifier: Apache-2.0

package import CallCore
import CallStorage
package import Resilience

/// Keeps calls in a Supabase project that several servers share, over its REST interface.
///
/// ```swift
/// let configuration = try SupabaseFunctions.Configuration(url: url, key: key)
/// let store = SupabaseStore(SupabaseFunctions(configuration, observer: SupabaseMetrics()))
/// try await store.check()
/// let delivery = … // delivers the journal's events to the store
/// …
/// await store.close()
/// ```
/// The tables come from `supabase/migrations`, by `supabase db push`. `docs/supabase.md` tells of keys, errors and limits.
package final class SupabaseStore: CallStore {
    private let functions: SupabaseFunctions
    private let store: RemoteCallStore

    /// Puts a store on a project's functions, which it closes with itself. `folds` calls are remembered as they were last
    /// written.
    package init(_ functions: SupabaseFunctions, folds: Int = 2_000) {
        self.functions = functions
        self.store = RemoteCallStore(functions, configuration: RemoteStoreConfiguration(folds: folds))
    }

    /// How the circuit breaker stands, and what failed last.
    package var health: CircuitSnapshot { self.functions.health }

    /// Throws ``CallCore/StoreError`` unless the project has the tables that this program needs: `.unavailable` if somebody
    /// can mend that while this program runs, `.unreadable` if they are of a later version. The message is the mend.
    package func check() async throws {
        let state = try await self.store.probe()
        guard let mend = state.mend else { return }
        if case .newer = state { throw StoreError(.unreadable, mend) }
        let apply = "`supabase db push`, or `switchboard migrate --print | psql \"$DATABASE_URL\"`"
        throw StoreError(.unavailable, "\(mend); with Supabase that is \(apply)")
    }

    /// Closes the connections; everything later is `.unavailable`.
    package func close() async { await self.store.close() }

    /// Keeps events, all or none; see ``CallCore/CallStore/append(_:)``.
    package func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] { try await self.store.append(events) }

    /// Erases calls that are over; see ``CallCore/CallStore/erase(_:limit:)``.
    ///
    /// When an answer is lost and the question repeated, those that the lost answer counted are not counted again.
    package func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        try await self.store.erase(selection, limit: limit)
    }

    /// One call, or `nil` if it is unknown.
    package func call(_ id: CallID) async throws -> CallRecord? { try await self.store.call(id) }

    /// The call that was ordered by this name; see ``CallCore/CallReading/call(orderedAs:)``.
    package func call(orderedAs order: String) async throws -> CallRecord? {
        try await self.store.call(orderedAs: order)
    }

    /// A page of calls, newest first; see ``CallCore/CallReading/calls(_:)``.
    package func calls(_ query: CallQuery) async throws -> CallPage { try await self.store.calls(query) }

    /// The transcript in the order of speech.
    package func transcript(of id: CallID) async throws -> [TranscriptLine] { try await self.store.transcript(of: id) }

    /// The events of a call in the order in which they were stored.
    package func events(of id: CallID) async throws -> [StoredCallEvent] { try await self.store.events(of: id) }

    /// A page of lines that hold all words; see ``CallCore/CallReading/search(_:)``.
    package func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        try await self.store.search(query)
    }

    /// Whether gateway, key, PostgREST and database answer.
    package func ping() async throws { try await self.store.ping() }
}
