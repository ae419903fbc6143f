// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Wakes a thread that sleeps in poll(2).
///
/// Whoever wakes or sleeps holds the pipe, so that its descriptors are never closed (and given to another) in use.
final class WakePipe: Sendable {
    /// What the sleeper polls for reading.
    let reader: Int32
    private let writer: Int32

    /// Fails when the process has no descriptors left.
    init?() {
        var descriptors: [Int32] = [-1, -1]
        guard pipe(&descriptors) == 0 else { return nil }
        for descriptor in descriptors {
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        (self.reader, self.writer) = (descriptors[0], descriptors[1])
    }

    deinit {
        close(self.reader)
        close(self.writer)
    }

    /// Ends the sleep, or the next one. A pipe that is full wakes as well.
    func wake() {
        var byte: UInt8 = 1
        _ = write(self.writer, &byte, 1)
    }

    /// Takes what has woken.
    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(self.reader, &bytes, bytes.count) == bytes.count {}
    }
}
#endif
