// SPDX-License-Identifier: Apache-2.0

import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file as the operating system opens it. All of this blocks and belongs on a thread of its own.
struct OpenFile: ~Copyable {
    private let descriptor: CInt

    private init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        _ = close(self.descriptor)
    }

    /// Opens a file for reading; never follows a link and never waits for a pipe's other end.
    static func reading(_ path: String) throws(FileFailure) -> OpenFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw .last("open") }
        return OpenFile(descriptor: descriptor)
    }

    /// Makes a file that must not exist yet, for its owner only.
    static func creating(_ path: String) throws(FileFailure) -> OpenFile {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .last("create") }
        return OpenFile(descriptor: descriptor)
    }

    /// Opens a file, whatever it is, for writing.
    static func writing(_ path: String) throws(FileFailure) -> OpenFile {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open") }
        return OpenFile(descriptor: descriptor)
    }

    /// All of it, or `nil` when it is longer than that or no file.
    func contents(longest: Int) throws(FileFailure) -> ByteBuffer? {
        var facts = stat()
        guard fstat(self.descriptor, &facts) == 0 else { throw .last("stat") }
        guard facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= longest else { return nil }
        var buffer = ByteBuffer()
        buffer.reserveCapacity(Int(facts.st_size))
        // A file that grows meanwhile is cut off here; its checksum tells.
        while buffer.readableBytes < Int(facts.st_size) {
            let wanted = Int(facts.st_size) - buffer.readableBytes
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { bytes in
                max(0, read(self.descriptor, bytes.baseAddress, wanted))
            }
            if count == 0 { break }
        }
        return buffer
    }

    /// Writes all of it.
    func write(_ bytes: ByteBuffer) throws(FileFailure) {
        var rest = bytes
        while rest.readableBytes > 0 {
            let count = rest.withUnsafeReadableBytes { Self.write(self.descriptor, $0) }
            guard count > 0 else { throw .last("write") }
            rest.moveReaderIndex(forwardBy: count)
        }
    }

    private static func write(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
        Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// Notes that it was used just now.
    func touch() {
        _ = futimens(self.descriptor, nil)
    }
}
