// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// poll(2) on a connection's socket and on the pipe by which others wake its thread.
enum SocketWait {
    /// What to wait for on the socket.
    struct Interest: OptionSet {
        let rawValue: Int16
        static let reading = Interest(rawValue: Int16(POLLIN))
        static let writing = Interest(rawValue: Int16(POLLOUT))
    }

    /// Sleeps until the socket is ready (or broken), somebody wakes, or the time is up. Returns what the socket is
    /// ready for: both when it is broken, and the next call of libpq says how.
    static func wait(
        for interest: Interest,
        on socket: Int32,
        wake: WakePipe,
        until deadline: ContinuousClock.Instant?
    ) -> Interest {
        var descriptors = [
            pollfd(fd: socket, events: interest.rawValue, revents: 0),
            pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0),
        ]
        // Interrupted or failed: the caller looks at everything again.
        guard poll(&descriptors, 2, self.milliseconds(until: deadline)) > 0 else { return [] }
        if descriptors[1].revents != 0 { wake.drain() }
        let broken = Int16(POLLERR) | Int16(POLLHUP) | Int16(POLLNVAL)
        if descriptors[0].revents & broken != 0 { return [.reading, .writing] }
        return Interest(rawValue: descriptors[0].revents)
    }

    /// Rounded up, so that nobody wakes before the time; for ever when there is none.
    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
        return Int32(min(max(0, left.rounded(.up)), 3_600_000))
    }
}
#endif
