// SPDX-License-Identifier: Apache-2.0

import CallCore
import GRDB

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Opens the file: folder, mode, ownership, integrity, schema, in this order, each with its own message.
struct SQLiteFile {
    /// `SWBD`: marks the file as this server's (`PRAGMA application_id`).
    static let applicationID = 0x5357_4244

    private let configuration: SQLiteStoreConfiguration
    private var path: String { self.configuration.path }

    init(_ configuration: SQLiteStoreConfiguration) {
        self.configuration = configuration
    }

    func open() throws -> DatabasePool {
        try self.prepareFile()
        let mustCheck = self.isUnclean()
        do {
            let pool = try DatabasePool(path: self.path, configuration: self.databaseConfiguration())
            try pool.writeWithoutTransaction { db in
                // After GRDB has switched to WAL, which sets NORMAL. The pool has one writer for its whole life.
                let synchronous = self.configuration.durability == .full ? "FULL" : "NORMAL"
                try db.execute(sql: "PRAGMA synchronous = \(synchronous)")
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
                if mustCheck { try self.checkIntegrity(db) }
                if let bytes = self.configuration.largestFile { try FileSpace.limit(to: bytes, in: db) }
            }
            try Schema.migrate(pool, path: self.path)
            try pool.writeWithoutTransaction { try self.makeShrinkable($0) }
            return pool
        } catch {
            throw SQLiteFailure.storeError(error, path: self.path)
        }
    }

    // MARK: File

    /// Creates folder and file; the file is readable for its owner only, and SQLite gives `-wal` and `-shm` its mode.
    private func prepareFile() throws {
        let files = FileManager.default
        let folder = URL(fileURLWithPath: self.path).deletingLastPathComponent().path
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw StoreError(.unavailable, "\(folder): the folder cannot be created; check its parent", cause: error)
        }
        var isDirectory = false
        #if canImport(FoundationEssentials)
        let exists = files.fileExists(atPath: self.path, isDirectory: &isDirectory)
        #else
        var flag: ObjCBool = false
        let exists = files.fileExists(atPath: self.path, isDirectory: &flag)
        isDirectory = flag.boolValue
        #endif
        if isDirectory {
            throw StoreError(
                .unavailable,
                "\(self.path): is a folder; name a file, such as \(self.path)/switchboard.db"
            )
        }
        if exists { return try self.refuseStump() }
        let descriptor = Self.create(self.path)
        guard descriptor >= 0 || errno == EEXIST else {
            let reason = String(cString: strerror(errno))
            throw StoreError(.unavailable, "\(self.path): cannot be created (\(reason)); check the folder's mode")
        }
        if descriptor >= 0 { Self.release(descriptor) }
    }

    /// SQLite takes a file that is shorter than its header for an empty one and writes over it.
    private func refuseStump() throws {
        let size = Self.size(of: self.path)
        guard size == 0 || size >= 512 else {
            throw StoreError(.unreadable, "\(self.path): is no SQLite database; name another file")
        }
    }

    private static func create(_ path: String) -> Int32 {
        // The global function, not `self.open()`.
        #if canImport(Glibc)
        Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        #elseif canImport(Musl)
        Musl.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        #else
        Darwin.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        #endif
    }

    private static func release(_ descriptor: Int32) {
        close(descriptor)
    }

    /// Whether the last user left a write-ahead log behind and the file is small enough to be checked.
    private func isUnclean() -> Bool {
        Self.size(of: self.path + "-wal") > 0 && Self.size(of: self.path) <= self.configuration.checkedFile
    }

    static func size(of path: String) -> Int {
        // A file that is not there has no size; any other trouble shows when SQLite opens it.
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    // MARK: Database

    private func databaseConfiguration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(self.configuration.busyTimeout / .seconds(1))
        configuration.maximumReaderCount = max(1, self.configuration.readers)
        configuration.foreignKeysEnabled = true
        configuration.label = "SQLiteStore"
        let path = self.path
        configuration.prepareDatabase { db in
            // Before anything is written: a file of another program stays as it is.
            guard !db.configuration.readonly else { return }
            try Self.checkOwner(db, path: path)
            // What is erased is overwritten, and a new file can shrink.
            try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA auto_vacuum = INCREMENTAL")
        }
        return configuration
    }

    private static func checkOwner(_ db: Database, path: String) throws {
        let owner = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        // GRDB's own tables may be there alone when the very first start was cut off.
        let tables =
            try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name NOT LIKE 'grdb%'") ?? 0
        guard owner == Self.applicationID || (owner == 0 && tables == 0) else {
            throw StoreError(.unreadable, "\(path): is the database of another program; name another file")
        }
    }

    /// Files of versions 1 and 2 cannot give pages back; the small ones are written anew so that they can, once.
    private func makeShrinkable(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 0,
            Self.size(of: self.path) <= self.configuration.checkedFile
        else { return }
        do {
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM")
        } catch let error as DatabaseError where [.SQLITE_FULL, .SQLITE_BUSY, .SQLITE_IOERR].contains(error.resultCode)
        {
            // It needs room for a copy. The file is good without; the next start tries again.
        }
    }

    private func checkIntegrity(_ db: Database) throws {
        let result = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard result == "ok" else {
            throw StoreError(
                .unreadable,
                "\(self.path): is damaged (\(result)); restore a backup or save what is left with `sqlite3 FILE .recover`"
            )
        }
    }
}
