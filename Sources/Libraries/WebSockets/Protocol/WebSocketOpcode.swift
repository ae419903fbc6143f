// SPDX-License-Identifier: Apache-2.0

/// What a frame is for (RFC 6455 section 5.2). Opcodes 3–7 and 11–15 are reserved and never become a value of this type.
enum WebSocketOpcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    /// Control frames may stand between the fragments of a message, are at most 125 bytes long and never fragmented.
    var isControl: Bool { self.rawValue & 0x8 != 0 }
}
