// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
public import CallCore
package import CallStorage
public import PostgreSQL

/// Keeps calls in a PostgreSQL database that several servers share.
///
/// ```swift
/// let pool = PostgresPool(try PostgresConfiguration(url))
/// let store = PostgresStore(pool)
/// try await store.check()
/// let shipper = … // delivers the journal's events to the store
/// …
/// await store.close()
/// ```
/// The tables come from `supabase/migrations`; ``PostgresMigrator`` creates them. Everything goes through functions of
/// the database, one statement each, without a name and without a state of the connection: poolers between server and
/// database may run in transaction mode. `docs/postgres.md` tells of tables, grants and pooling.
public final class PostgresStore: CallStore {
    private let store: RemoteCallStore

    /// Puts a store on a pool, which it closes with itself.
    public init(_ pool: PostgresPool, configuration: PostgresStoreConfiguration = PostgresStoreConfiguration()) {
        self.store = RemoteCallStore(
            PostgresFunctions(pool, configuration),
            configuration: RemoteStoreConfiguration(folds: configuration.folds)
        )
    }

    /// Throws ``CallCore/StoreError`` unless the database has the tables that this program needs and shows them to its
    /// user: `.unavailable` if somebody can mend that while this program runs, `.unreadable` if they are of a later version.
    public func check() async throws {
        let state = try await self.store.probe()
        guard let mend = state.mend else { return }
        if case .newer = state { throw StoreError(.unreadable, mend) }
        throw StoreError(.unavailable, mend)
    }

    /// Closes the pool; everything later is `.unavailable`.
    public func close() async { await self.store.close() }

    /// Keeps events, all or none; see ``CallCore/CallStore/append(_:)``.
    public func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] { try await self.store.append(events) }

    /// Erases calls that are over; see ``CallCore/CallStore/erase(_:limit:)``.
    public func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        try await self.store.erase(selection, limit: limit)
    }

    /// One call, or `nil` if it is unknown.
    public func call(_ id: CallID) async throws -> CallRecord? { try await self.store.call(id) }

    /// The call that was ordered by this name; see ``CallCore/CallReading/call(orderedAs:)``.
    public func call(orderedAs order: String) async throws -> CallRecord? {
        try await self.store.call(orderedAs: order)
    }

    /// A page of calls, newest first; see ``CallCore/CallReading/calls(_:)``.
    public func calls(_ query: CallQuery) async throws -> CallPage { try await self.store.calls(query) }

    /// The transcript in the order of speech.
    public func transcript(of id: CallID) async throws -> [TranscriptLine] { try await self.store.transcript(of: id) }

    /// The events of a call in the order in which they were stored.
    public func events(of id: CallID) async throws -> [StoredCallEvent] { try await self.store.events(of: id) }

    /// A page of lines that hold all words; see ``CallCore/CallReading/search(_:)``.
    public func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        try await self.store.search(query)
    }

    /// Whether the database answers.
    public func ping() async throws { try await self.store.ping() }
}

extension PostgresStore: SharedCallKeeper {
    /// Which tables the database has.
    package func probe() async throws -> SchemaState { try await self.store.probe() }
}
#endif
