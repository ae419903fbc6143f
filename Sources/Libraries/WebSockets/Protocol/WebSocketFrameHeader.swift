// SPDX-License-Identifier: Apache-2.0

/// The 2 to 14 bytes in front of a payload (RFC 6455 section 5.2), checked while they are read.
struct WebSocketFrameHeader: Hashable, Sendable {
    /// The longest header: 2 bytes, a 64-bit length and a mask key.
    static let maxLength = 14

    var isFinal: Bool
    var opcode: WebSocketOpcode
    var payloadLength: Int
    /// The four key bytes as a little-endian number; `nil` for an unmasked frame.
    var maskKey: UInt32?

    /// Reads a header from the front of `bytes`; `nil` when it is not whole yet.
    ///
    /// The first two bytes are judged as soon as they are there, so a bad peer is refused before it sends the rest.
    static func parse(
        _ bytes: UnsafeRawBufferPointer,
        role: WebSocketRole
    ) throws(WebSocketViolation) -> (header: WebSocketFrameHeader, length: Int)? {
        guard bytes.count >= 2 else { return nil }
        let first = bytes[0]
        let second = bytes[1]
        let opcode = try Self.opcode(first)
        let isMasked = second & 0x80 != 0
        guard isMasked == (role == .server) else {
            throw .protocolError(role == .server ? "client frames must be masked" : "server frames must not be masked")
        }
        let shortLength = Int(second & 0x7F)
        if opcode.isControl {
            guard first & 0x80 != 0 else { throw .protocolError("control frames must not be fragmented") }
            guard shortLength <= 125 else { throw .protocolError("control frames carry at most 125 bytes") }
        }
        let lengthBytes = shortLength < 126 ? 0 : (shortLength == 126 ? 2 : 8)
        let total = 2 + lengthBytes + (isMasked ? 4 : 0)
        guard bytes.count >= 2 + lengthBytes else { return nil }
        let payloadLength = try Self.payloadLength(bytes, shortLength)
        guard bytes.count >= total else { return nil }
        var header = WebSocketFrameHeader(
            isFinal: first & 0x80 != 0,
            opcode: opcode,
            payloadLength: payloadLength,
            maskKey: nil
        )
        if isMasked {
            header.maskKey = UInt32(
                littleEndian: bytes.loadUnaligned(fromByteOffset: total - 4, as: UInt32.self)
            )
        }
        return (header, total)
    }

    @inline(__always)
    private static func opcode(_ first: UInt8) throws(WebSocketViolation) -> WebSocketOpcode {
        guard first & 0x70 == 0 else { throw .protocolError("reserved bits are set and no extension is in use") }
        guard let opcode = WebSocketOpcode(rawValue: first & 0x0F) else { throw .protocolError("reserved opcode") }
        return opcode
    }

    @inline(__always)
    private static func payloadLength(
        _ bytes: UnsafeRawBufferPointer,
        _ shortLength: Int
    ) throws(WebSocketViolation) -> Int {
        switch shortLength {
        case 126:
            let length = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
            guard length > 125 else { throw .protocolError("the length is not in its shortest form") }
            return Int(length)
        case 127:
            let length = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
            guard length > 0xFFFF else { throw .protocolError("the length is not in its shortest form") }
            guard let length = Int(exactly: length) else {
                throw .protocolError("the top bit of a 64-bit length must be 0")
            }
            return length
        default:
            return shortLength
        }
    }

    /// How many bytes a header in front of `payloadLength` bytes takes.
    static func length(payloadLength: Int, masked: Bool) -> Int {
        (payloadLength < 126 ? 2 : payloadLength <= 0xFFFF ? 4 : 10) + (masked ? 4 : 0)
    }
}
