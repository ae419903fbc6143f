// SPDX-License-Identifier: Apache-2.0

public import CallCore
import GRDB

/// Keeps calls in one SQLite file: the journal of the server, and its store when nothing larger is configured.
///
/// ```swift
/// let store = try SQLiteStore(path: "data/switchboard.db")
/// let journal = CallJournal(store: store, logger: logger)
/// …
/// try await store.close()
/// ```
///
/// One writer, several readers that never wait for it (WAL). A batch is one transaction; with
/// ``SQLiteStoreConfiguration/Durability/full``, the default, it is on the disk when ``append(_:)`` returns. Works run
/// on SQLite's own queues, never on the threads of Swift's tasks. `docs/store.md` describes tables and backup.
public final class SQLiteStore: CallStore {
    /// The file.
    public let path: String
    private let pool: DatabasePool

    /// Opens or creates the file and brings its schema up to date.
    ///
    /// Blocks for the time that takes; it belongs into the start of a program. Throws ``CallCore/StoreError``:
    /// `.unavailable` if the file cannot be opened or written now, `.unreadable` if it is damaged, of a newer version,
    /// or no file of this server.
    public init(_ configuration: SQLiteStoreConfiguration) throws {
        self.path = configuration.path
        self.pool = try SQLiteFile(configuration).open()
    }

    /// Opens or creates the file with the defaults; see ``init(_:)``.
    public convenience init(path: String) throws {
        try self.init(SQLiteStoreConfiguration(path: path))
    }

    /// Closes the file after what has been begun and empties its log; everything later is `.unavailable`.
    public func close() async throws {
        // Runs after all writes before it, without holding a thread, and leaves one file that can be copied.
        let path = self.path
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            self.pool.asyncWriteWithoutTransaction { db in
                do {
                    _ = try db.checkpoint(.truncate)
                    continuation.resume()
                } catch DatabaseError.SQLITE_BUSY {
                    // Somebody else reads the file: the log stays, and the next start takes it up.
                    continuation.resume()
                } catch {
                    continuation.resume(throwing: SQLiteFailure.storeError(error, path: path))
                }
            }
        }
        do {
            try self.pool.close()
        } catch {
            throw SQLiteFailure.storeError(error, path: self.path)
        }
    }

    /// Keeps events, all or none; see ``CallCore/CallStore/append(_:)``.
    ///
    /// May be called from several tasks at once; batches follow one another. Cancelling the task does not take a batch
    /// back: it is stored or an error is thrown.
    public func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        guard !events.isEmpty else { return [] }
        return try await self.write { db in
            var batch = EventBatch(db)
            return try batch.append(events)
        }
    }

    /// One call, or `nil` if it is unknown.
    public func call(_ id: CallID) async throws -> CallRecord? {
        try await self.read { try CallRow.record(of: id, in: $0) }
    }

    /// The call that was ordered by this name; see ``CallCore/CallStore/call(orderedAs:)``.
    public func call(orderedAs order: String) async throws -> CallRecord? {
        try await self.read { try CallRow.record(orderedAs: order, in: $0) }
    }

    /// A page of calls, newest first; see ``CallCore/CallStore/calls(_:)``.
    public func calls(_ query: CallQuery) async throws -> CallPage {
        let after = try query.cursor.map { text in
            guard let cursor = CallCursor(text: text) else {
                throw StoreError(.invalidQuery, "the cursor is none of this store's; begin without one")
            }
            return cursor
        }
        let limit = max(1, min(query.limit, 500))
        return try await self.read { db in
            let found = try CallRow.list(limit: limit + 1, after: after, isActive: query.isActive, in: db)
            let page = Array(found.prefix(limit))
            return CallPage(calls: page, next: found.count > limit ? page.last.map { CallCursor(of: $0).text } : nil)
        }
    }

    /// The transcript in order; empty if the call is unknown or nobody spoke.
    public func transcript(of id: CallID) async throws -> [TranscriptLine] {
        try await self.read { try EventRow.transcript(of: id, in: $0) }
    }

    /// The events of a call in order.
    public func events(of id: CallID) async throws -> [StoredCallEvent] {
        try await self.read { try EventRow.events(of: id, in: $0) }
    }

    /// A page of lines that hold all words; see ``CallCore/CallReading/search(_:)``.
    public func search(_ query: TranscriptQuery) async throws -> TranscriptMatches {
        let (words, after) = try query.read()
        let limit = max(1, min(query.limit, 500))
        let found = try await self.read { db in try EventRow.matches(in: db) }
            .filter { words.matches($0.line.text) && query.includes($0) }
            .filter { match in after.map { $0.precedes(TranscriptCursor(of: match)) } ?? true }
            .sorted { TranscriptCursor(of: $0).precedes(TranscriptCursor(of: $1)) }
        let page = Array(found.prefix(limit))
        return TranscriptMatches(
            matches: page,
            next: found.count > limit ? page.last.map { TranscriptCursor(of: $0).text } : nil
        )
    }

    /// Erases calls that are over; see ``CallCore/CallStore/erase(_:limit:)``.
    public func erase(_ selection: CallSelection, limit: Int) async throws -> Int {
        try await self.write { try CallRow.erase(selection, limit: max(0, limit), in: $0) }
    }

    /// Reads from the file.
    public func ping() async throws {
        _ = try await self.read { try Int.fetchOne($0, sql: "SELECT 1 FROM calls LIMIT 1") }
    }

    // MARK: Access

    /// One snapshot per call.
    private func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await self.pool.read(body)
        } catch {
            throw SQLiteFailure.storeError(error, path: self.path)
        }
    }

    /// GRDB's `async` write rolls back when the task is cancelled; a journal must not, hence the callback.
    ///
    /// `@concurrent`, because an optimised build (Swift 6.3.1) otherwise comes back from the continuation on SQLite's
    /// queue, and an actor that awaits ``append(_:)`` would go on outside itself.
    @concurrent
    private func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let path = self.path
        return try await withCheckedThrowingContinuation { continuation in
            self.pool.asyncWrite(body) { _, result in
                continuation.resume(with: result.mapError { SQLiteFailure.storeError($0, path: path) })
            }
        }
    }
}
