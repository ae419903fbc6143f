// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Writes frames. A client gives it a fresh mask key for each.
enum WebSocketEncoder {
    /// Appends a frame whose payload the closure writes; returns the payload's length in bytes.
    ///
    /// Room for the header of a payload of 126 to 65 535 bytes is kept in front; the payload is moved only when it turned
    /// out shorter or longer than that.
    @inline(__always)
    static func append(
        _ opcode: WebSocketOpcode,
        maskKey: UInt32?,
        to buffer: inout ByteBuffer,
        _ writePayload: (inout ByteBuffer) -> Void
    ) -> Int {
        let start = buffer.writerIndex
        let reserved = maskKey == nil ? 4 : 8
        buffer.writeRepeatingByte(0, count: reserved)
        writePayload(&buffer)
        let length = buffer.writerIndex - start - reserved
        precondition(length >= 0, "the closure of a frame moved the writer index back")
        let headerLength = WebSocketFrameHeader.length(payloadLength: length, masked: maskKey != nil)
        if headerLength != reserved {
            Self.move(length, from: start + reserved, to: start + headerLength, in: &buffer)
        }
        Self.setHeader(opcode, payloadLength: length, maskKey: maskKey, at: start, in: &buffer)
        if let maskKey { Self.mask(maskKey, at: start + headerLength, count: length, in: &buffer) }
        return length
    }

    /// Writes a header at `index`, over bytes that are already there.
    @inline(__always)
    static func setHeader(
        _ opcode: WebSocketOpcode,
        payloadLength: Int,
        maskKey: UInt32?,
        at index: Int,
        in buffer: inout ByteBuffer
    ) {
        let maskBit: UInt8 = maskKey == nil ? 0 : 0x80
        buffer.setInteger(0x80 | opcode.rawValue, at: index)
        var next = index + 2
        if payloadLength < 126 {
            buffer.setInteger(maskBit | UInt8(payloadLength), at: index + 1)
        } else if payloadLength <= 0xFFFF {
            buffer.setInteger(maskBit | 126, at: index + 1)
            buffer.setInteger(UInt16(payloadLength), at: next)
            next += 2
        } else {
            buffer.setInteger(maskBit | 127, at: index + 1)
            buffer.setInteger(UInt64(payloadLength), at: next)
            next += 8
        }
        if let maskKey { buffer.setInteger(maskKey, at: next, endianness: .little) }
    }

    /// Combines `count` bytes at `index` with the key, where they lie.
    @inline(__always)
    static func mask(_ key: UInt32, at index: Int, count: Int, in buffer: inout ByteBuffer) {
        let skipped = index - buffer.readerIndex
        buffer.withUnsafeMutableReadableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let target = base + skipped
            _ = WebSocketMask.apply(key: key, phase: 0, from: target, to: target, count: count)
        }
    }

    private static func move(_ count: Int, from: Int, to target: Int, in buffer: inout ByteBuffer) {
        let growth = target - from
        if growth > 0 { buffer.writeRepeatingByte(0, count: growth) }
        let skipped = buffer.readerIndex
        buffer.withUnsafeMutableReadableBytes { bytes in
            guard let base = bytes.baseAddress, count > 0 else { return }
            (base + (target - skipped)).copyMemory(from: base + (from - skipped), byteCount: count)
        }
        if growth < 0 { buffer.moveWriterIndex(to: buffer.writerIndex + growth) }
    }
}
