// SPDX-License-Identifier: Apache-2.0

public import CallCore
import GRDB
import Synchronization

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
    let configuration: SQLiteStoreConfiguration
    private let pool: DatabasePool
    let backlogCount = Mutex(BacklogCount())
    /// How often events were erased.
    let erasures = Atomic(0)
    let reserve: DiskReserve?
    let holdsReserve = Atomic(false)

    /// Opens or creates the file and brings its schema up to date.
    ///
    /// Blocks for the time that takes; it belongs into the start of a program. Throws ``CallCore/StoreError``:
    /// `.unavailable` if the file cannot be opened or written now, `.unreadable` if it is damaged, of a newer version,
    /// or no file of this server.
    public init(_ configuration: SQLiteStoreConfiguration) throws {
        self.path = configuration.path
        self.configuration = configuration
        self.reserve =
            configuration.reserve > 0 ? DiskReserve(of: configuration.path, bytes: configuration.reserve) : nil
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
        self.reserve?.release()
        do {
            try self.pool.close()
        } catch {
            throw SQLiteFailure.storeError(error, path: self.path)
        }
    }

    /// Keeps events, all or none; see ``CallCore/CallStore/append(_:)``.
    ///
    /// May be called from several tasks at once; batches follow one another. Cancelling the task does not take a batch
    /// back: it is stored or an error is thrown. On a full disk, calls that are over and delivered make room.
    public func append(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        guard !events.isEmpty else { return [] }
        for _ in 1...8 {
            do {
                return try await self.store(events)
            } catch let error as StoreError where SQLiteFailure.isFull(error) {
                guard await self.makeRoom() else { throw error }
            }
        }
        return try await self.store(events)
    }

    private func store(_ events: [CallEvent]) async throws -> [StoredCallEvent] {
        try await self.write { db in
            var batch = EventBatch(db)
            return try batch.append(events)
        }
    }

    // MARK: Access

    /// One snapshot per call.
    func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
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
    func write<Value: Sendable>(
        inTransaction: Bool = true,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let path = self.path
        return try await withCheckedThrowingContinuation { continuation in
            let finish: @Sendable (Result<Value, any Error>) -> Void = { result in
                continuation.resume(with: result.mapError { SQLiteFailure.storeError($0, path: path) })
            }
            if inTransaction {
                self.pool.asyncWrite(body) { _, result in finish(result) }
            } else {
                self.pool.asyncWriteWithoutTransaction { db in finish(Result { try body(db) }) }
            }
        }
    }
}
