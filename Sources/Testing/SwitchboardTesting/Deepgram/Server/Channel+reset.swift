// SPDX-License-Identifier: Apache-2.0

import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Channel {
    /// Breaks the TCP connection off: RST instead of FIN. From any thread.
    func resetConnection() {
        // A lingering time of zero makes close() throw away what is unsent and reset the connection (socket(7)).
        let options = self as? any SocketOptionProvider
        let lingering =
            options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)) ?? self.eventLoop.makeSucceededVoidFuture()
        lingering.whenComplete { _ in self.close(promise: nil) }
    }
}
