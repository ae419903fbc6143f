// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
import Foundation

/// A blocking TCP socket on the loopback address, for servers that misbehave. Closed when nobody holds it.
final class LoopbackSocket: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(self.descriptor) }

    /// A socket that nobody uses yet.
    static func make() -> LoopbackSocket {
        #if canImport(Darwin)
        LoopbackSocket(socket(AF_INET, SOCK_STREAM, 0))
        #else
        LoopbackSocket(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        #endif
    }

    /// One that listens; and its port.
    static func listening() throws -> (LoopbackSocket, Int) {
        let listener = self.make()
        try self.withAddress(port: 0) { address, length in
            try self.check(bind(listener.descriptor, address, length))
        }
        try self.check(listen(listener.descriptor, 64))
        var bound = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutableBytes(of: &bound) { bytes in
            try self.check(
                getsockname(listener.descriptor, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
            )
        }
        return (listener, Int(UInt16(bigEndian: bound.sin_port)))
    }

    /// One that is connected.
    static func connected(port: Int) throws -> LoopbackSocket {
        let client = self.make()
        try self.withAddress(port: port) { address, length in
            try self.check(connect(client.descriptor, address, length))
        }
        return client
    }

    /// The next that connects; `nil` when the socket is shut.
    func accepted() -> LoopbackSocket? {
        let descriptor = accept(self.descriptor, nil, nil)
        return descriptor < 0 ? nil : LoopbackSocket(descriptor)
    }

    /// What has come; empty at the end.
    func received() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(self.descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : []
    }

    func sendAll(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Darwin)
            let flags: Int32 = 0
            #else
            let flags = Int32(MSG_NOSIGNAL)
            #endif
            let count = rest.withUnsafeBytes { send(self.descriptor, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends it in both directions; who waits in a call returns.
    func shut() { _ = shutdown(self.descriptor, Int32(SHUT_RDWR)) }

    private static func check(_ status: Int32) throws {
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    private static func withAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        try withUnsafeBytes(of: &address) { bytes in
            // A sockaddr_in read as what the system calls take; the address of a value is never nil.
            try body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
    }
}
#endif
