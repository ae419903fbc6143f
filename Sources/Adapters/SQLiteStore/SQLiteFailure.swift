// SPDX-License-Identifier: Apache-2.0

import CallCore
import GRDB

/// Says what an SQLite error means for a journal: try again, never, or look at the file.
enum SQLiteFailure {
    /// The store's error for anything thrown while the file was used; cancellation stays what it is.
    static func storeError(_ error: any Error, path: String) -> any Error {
        switch error {
        case let error as StoreError: return error
        case is CancellationError: return error
        case let error as DatabaseError:
            let (code, message) = Self.verdict(error)
            return StoreError(code, "\(path): \(message)", cause: Self.withoutValues(error))
        case is DecodingError, is EncodingError, is RowDecodingError:
            return StoreError(.unreadable, "\(path): holds a value this version does not know", cause: error)
        default:
            return StoreError(.unavailable, "\(path): could not be used", cause: error)
        }
    }

    /// Whether there was no room.
    static func isFull(_ error: StoreError) -> Bool {
        guard let cause = error.cause as? DatabaseError else { return false }
        return cause.resultCode == .SQLITE_FULL || cause.extendedResultCode == .SQLITE_IOERR_SHMSIZE
    }

    /// <https://www.sqlite.org/rescode.html>
    private static func verdict(_ error: DatabaseError) -> (StoreError.Code, String) {
        if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE {
            return (.unavailable, "disk or quota is full; free space on its file system")
        }
        return switch error.resultCode {
        case .SQLITE_FULL:
            (.unavailable, "disk or quota is full; free space on its file system")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            (.unavailable, "another process holds it; only one server may use a file")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            (.unavailable, "cannot be written; check the owner and mode of the file and its folder")
        case .SQLITE_CANTOPEN:
            (.unavailable, "cannot be opened; check that the folder exists and can be written")
        case .SQLITE_IOERR:
            (.unavailable, "the disk reports an error; look at the system log")
        case .SQLITE_MISUSE:
            (.unavailable, "is closed")
        case .SQLITE_NOTADB:
            (.unreadable, "is no SQLite database; name another file")
        case .SQLITE_CORRUPT:
            (.unreadable, "is damaged; restore a backup or save what is left with `sqlite3 FILE .recover`")
        case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE:
            (.rejected, "does not take this event")
        case .SQLITE_ERROR:
            (.unreadable, "has not the tables it should have")
        default:
            (.unavailable, "could not be used")
        }
    }

    /// Code and SQLite's message, without statement and arguments: those may hold what a caller said.
    private static func withoutValues(_ error: DatabaseError) -> DatabaseError {
        DatabaseError(resultCode: error.extendedResultCode, message: error.message)
    }
}
