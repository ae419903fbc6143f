// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite
import Synchronization

/// SQLite's own way to the disk with faults in it: the files of a folder that was named fail as planned, all others are
/// as ever. <https://www.sqlite.org/vfs.html>
enum FaultyDisk {
    /// Runs a body during which the files of a folder fail.
    static func with<Value>(
        _ fault: DiskFault,
        in folder: String,
        _ body: () async throws -> Value
    ) async throws -> Value {
        Self.install
        Self.folders.withLock { $0[folder] = fault }
        defer { Self.folders.withLock { $0[folder] = nil } }
        return try await body()
    }

    private struct File {
        let fault: DiskFault
        /// The system's functions for a file of this type: those of the log do not lock.
        let table: Int

        var methods: sqlite3_io_methods {
            // It is the address that SQLite's own VFS has given, of a constant of the library.
            UnsafePointer<sqlite3_io_methods>(bitPattern: self.table)!.pointee
        }
    }

    private static let folders = Mutex<[String: DiskFault]>([:])
    /// The open files that may fail, by the address of SQLite's object.
    private static let files = Mutex<[Int: File]>([:])
    /// Tables of functions that fail, by the address of the system's table; never freed, since SQLite keeps pointers.
    private static let tables = Mutex<[Int: Int]>([:])

    private static func fault(of name: String) -> DiskFault? {
        Self.folders.withLock { folders in folders.first { name.hasPrefix($0.key + "/") }?.value }
    }

    private static func file(_ file: UnsafeMutablePointer<sqlite3_file>?) -> File {
        // Only files that are registered get the functions below.
        self.files.withLock { $0[Int(bitPattern: file)]! }
    }

    // Written once, before SQLite knows of them, and never freed: SQLite keeps pointers to them.
    private nonisolated(unsafe) static let system = sqlite3_vfs_find(nil)!
    private nonisolated(unsafe) static let disk = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)

    private static let install: Void = {
        Self.disk.initialize(to: Self.system.pointee)
        Self.disk.pointee.zName = UnsafePointer(strdup("faulty"))
        Self.disk.pointee.xOpen = Self.open
        sqlite3_vfs_register(Self.disk, 1)
    }()

    /// The functions that fail, for files that have these.
    private static func faulty(_ methods: UnsafePointer<sqlite3_io_methods>) -> UnsafePointer<sqlite3_io_methods> {
        let address = Self.tables.withLock { tables in
            if let known = tables[Int(bitPattern: methods)] { return known }
            let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
            table.initialize(to: methods.pointee)
            table.pointee.xClose = Self.close
            table.pointee.xWrite = Self.write
            table.pointee.xSync = Self.sync
            table.pointee.xTruncate = Self.truncate
            tables[Int(bitPattern: methods)] = Int(bitPattern: table)
            return Int(bitPattern: table)
        }
        // It was allocated above.
        return UnsafePointer(bitPattern: address)!
    }

    private static let open:
        @convention(c) (
            UnsafeMutablePointer<sqlite3_vfs>?, sqlite3_filename?, UnsafeMutablePointer<sqlite3_file>?, Int32,
            UnsafeMutablePointer<Int32>?
        ) -> Int32 = { _, name, file, flags, out in
            let code = FaultyDisk.system.pointee.xOpen(FaultyDisk.system, name, file, flags, out)
            guard code == SQLITE_OK, let name, let file, let methods = file.pointee.pMethods,
                let fault = FaultyDisk.fault(of: String(cString: name))
            else { return code }
            let entry = File(fault: fault, table: Int(bitPattern: methods))
            FaultyDisk.files.withLock { $0[Int(bitPattern: file)] = entry }
            file.pointee.pMethods = FaultyDisk.faulty(methods)
            return code
        }

    private static let close: @convention(c) (UnsafeMutablePointer<sqlite3_file>?) -> Int32 = { file in
        let entry = FaultyDisk.file(file)
        FaultyDisk.files.withLock { $0[Int(bitPattern: file)] = nil }
        return entry.methods.xClose(file)
    }

    private static let write:
        @convention(c) (UnsafeMutablePointer<sqlite3_file>?, UnsafeRawPointer?, Int32, sqlite3_int64) -> Int32 = {
            file,
            bytes,
            count,
            offset in
            let entry = FaultyDisk.file(file)
            switch entry.fault.next() {
            case .succeeds: return entry.methods.xWrite(file, bytes, count, offset)
            case .fails(let code): return code
            case .tears(let code):
                _ = entry.methods.xWrite(file, bytes, count / 2, offset)
                return code
            }
        }

    private static let sync: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32 = { file, flags in
        let entry = FaultyDisk.file(file)
        guard case .succeeds = entry.fault.next() else { return DiskFault.syncFailed }
        return entry.methods.xSync(file, flags)
    }

    private static let truncate: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, sqlite3_int64) -> Int32 = {
        let entry = FaultyDisk.file($0)
        guard case .succeeds = entry.fault.next() else { return DiskFault.truncateFailed }
        return entry.methods.xTruncate($0, $1)
    }
}
