// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Synchronization

/// A disk that fails at its n-th write.
final class DiskFault: Sendable {
    /// How it fails.
    enum Kind: Sendable, CaseIterable {
        /// EIO at one write; the next ones succeed.
        case error
        /// ENOSPC in the middle of one write, half of which is on the disk; the next ones succeed.
        case torn
        /// ENOSPC at one write and all that follow, until ``repair()``.
        case full
        /// EIO at one write and all that follow, until ``repair()``.
        case broken
    }

    /// What becomes of one write.
    enum Verdict {
        case succeeds
        case fails(Int32)
        case tears(Int32)
    }

    // SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE: macros that Swift does not see. <https://www.sqlite.org/rescode.html>
    static let writeFailed = SQLITE_IOERR | 3 << 8
    static let syncFailed = SQLITE_IOERR | 4 << 8
    static let truncateFailed = SQLITE_IOERR | 6 << 8

    private struct State {
        var writes = 0
        var failing: Int?
    }

    let kind: Kind
    private let state = Mutex(State())

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// From now on writes are counted, and the n-th one fails.
    func arm(_ number: Int) {
        self.state.withLock { $0 = State(writes: 0, failing: number) }
    }

    /// All is well again.
    func repair() {
        self.state.withLock { $0.failing = nil }
    }

    /// Whether the write that was to fail has come.
    var hasStruck: Bool {
        self.state.withLock { state in state.failing.map { state.writes >= $0 } ?? false }
    }

    /// The next write, sync or truncation.
    func next() -> Verdict {
        let (number, failing) = self.state.withLock { state in
            state.writes += 1
            return (state.writes, state.failing)
        }
        guard let failing, number >= failing else { return .succeeds }
        switch self.kind {
        case .error: return number == failing ? .fails(Self.writeFailed) : .succeeds
        case .torn: return number == failing ? .tears(SQLITE_FULL) : .succeeds
        case .full: return .fails(SQLITE_FULL)
        case .broken: return .fails(Self.writeFailed)
        }
    }
}
