// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Writes to an open file descriptor, which it does not close.
public struct FileDescriptorSink: Sendable {
    private let descriptor: Int32

    /// Writes to this descriptor.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes to standard error.
    public static let standardError = FileDescriptorSink(descriptor: STDERR_FILENO)

    /// Whether the other end is a terminal.
    public var isTerminal: Bool { isatty(self.descriptor) == 1 }

    /// Whether colour may be used: on a terminal, unless the environment has a `NO_COLOR` that is not empty.
    ///
    /// See <https://no-color.org>.
    public var usesColor: Bool {
        guard self.isTerminal else { return false }
        guard let value = getenv("NO_COLOR") else { return true }
        return value.pointee == 0
    }

    /// Writes everything, or returns `false` when the other end is gone or takes nothing for five seconds.
    public func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = sysWrite(self.descriptor, rest.base.baseAddress.map { $0 + rest.startIndex }, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if count == 0 {
                    return false
                } else if errno == EAGAIN || errno == EWOULDBLOCK {
                    guard self.waitsUntilWritable() else { return false }
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }

    /// A terminal shared with another program may have been made non-blocking by it.
    private func waitsUntilWritable() -> Bool {
        var request = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&request, 1, 5_000) > 0
    }
}

/// `write(2)`; by another name because a method of the same name hides it.
private func sysWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
