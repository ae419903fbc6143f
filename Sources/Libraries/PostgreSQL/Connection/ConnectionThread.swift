// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A thread of this library's own: libpq blocks it (finding addresses, cancelling), and nobody else's.
enum ConnectionThread {
    /// OpenSSL and the modules by which the system finds addresses fit well.
    private static let stackSize = 1 << 20

    static func start(_ name: String, _ work: @escaping @Sendable () -> Void) {
        let thread = Thread {
            self.blockSignals()
            work()
        }
        thread.name = name
        thread.stackSize = self.stackSize
        thread.start()
    }

    /// Signals are the program's; SIGPIPE, which PQcancel does not suppress, would end it.
    private static func blockSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
#endif
