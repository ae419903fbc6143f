// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore

/// A port that a process takes over from the one before it.
///
/// Sockets that share a port (`SO_REUSEPORT`) get connections by a hash of their addresses, so half of them would go on
/// reaching the process that leaves, and those in its backlog when it closes would be reset. A classic BPF program chooses
/// instead (socket(7), `SO_ATTACH_REUSEPORT_CBPF`, Linux 4.5): the second of two, which is the one that came last. Where
/// there is no second one, the system falls back to the hash, and the only socket gets all. When the first one closes, the
/// second becomes the first.
enum SharedPort {
    #if os(Linux)
    /// `SO_REUSEPORT` of asm-generic/socket.h.
    static let option = NIOBSDSocket.Option(rawValue: 15)
    /// `struct sock_filter` of linux/filter.h.
    private struct Instruction {
        var code: UInt16
        var jumpIfTrue: UInt8 = 0
        var jumpIfFalse: UInt8 = 0
        var operand: UInt32
    }

    /// `struct sock_fprog` of linux/filter.h.
    private struct Program {
        var length: UInt16
        /// The address of the first one.
        var instructions: UInt
    }

    private static let attachProgram = NIOBSDSocket.Option(rawValue: 51)
    private static let returnConstant: UInt16 = 0x06

    /// Lets all new connections come to this socket, which listens already.
    static func takeOver(_ channel: any Channel, logger: Logger) async {
        do {
            guard let options = channel as? any SocketOptionProvider else { return }
            try await channel.eventLoop.flatSubmit {
                // The system copies program and instructions before `setsockopt` returns; on the channel's event loop
                // that is before the pointers end.
                withUnsafePointer(to: Instruction(code: Self.returnConstant, operand: 1)) { instruction in
                    options.unsafeSetSocketOption(
                        level: .socket,
                        name: Self.attachProgram,
                        value: Program(length: 1, instructions: UInt(bitPattern: instruction))
                    )
                }
            }.get()
        } catch {
            // Connections are shared by hash then, which loses none as long as both processes listen.
            logger.warning("the port is shared by chance", metadata: ["error": "\(error)"])
        }
    }
    #else
    /// `SO_REUSEPORT` of sys/socket.h.
    static let option = NIOBSDSocket.Option(rawValue: 0x0200)

    /// The system decides.
    static func takeOver(_ channel: any Channel, logger: Logger) async {}
    #endif
}
