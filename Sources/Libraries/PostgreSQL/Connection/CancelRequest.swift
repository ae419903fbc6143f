// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import CLibPQ
import Synchronization

/// Asks a server to stop what a connection is at.
///
/// libpq does it by a new connection of its own, and waits for its end; a server that stands still makes that long. So
/// it is done by a thread that nobody waits for, and the number of those that hang is bounded: beyond it the request is
/// not sent, and the server finds out by itself that its client is gone.
struct CancelRequest: ~Copyable {
    /// How many threads may be at it at once, in this process.
    static let limit = 8
    private static let running = Mutex(0)

    private let pointer: OpaquePointer

    init?(_ pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(self.pointer) }

    /// Sends it and waits until the server has taken it. Returns whether it was sent.
    consuming func send() -> Bool {
        let isAdmitted = Self.running.withLock { running in
            guard running < Self.limit else { return false }
            running += 1
            return true
        }
        guard isAdmitted else { return false }
        defer { Self.running.withLock { $0 -= 1 } }
        // libpq asks for 256 bytes for its complaint, which nobody hears: the connection is closed in any case.
        var complaint = [CChar](repeating: 0, count: 256)
        return PQcancel(self.pointer, &complaint, Int32(complaint.count)) == 1
    }
}
#endif
