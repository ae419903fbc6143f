// SPDX-License-Identifier: Apache-2.0

import NIOCore
import WebSockets

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension WebSocketConnection {
    /// Breaks the connection in a way that has nothing to do with what it carries; other faults do nothing here.
    func commit(_ fault: LineFault) {
        switch fault {
        case .text(let bytes): self.sendText { $0.writeBytes(bytes) }
        case .binary(let bytes): self.sendBinary { $0.writeBytes(bytes) }
        case .rawBytes(let bytes): self.channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        case .largeText(let bytes): self.sendLarge(ByteBuffer(repeating: UInt8(ascii: "x"), count: bytes))
        case .nestedJSON(let depth): self.sendNested(depth)
        case .resetInMidMessage: self.reset()
        case .drop: self.channel.close(promise: nil)
        case .stopReading: self.pauseReading()
        case .resumeReading: self.resumeReading()
        case .malformedPayload, .foreignStream, .secondStart, .foreignAccountStart, .gap, .duplicateFrame, .swapFrames,
            .stopWithoutClosing, .fallSilent:
            break
        }
    }

    private func sendNested(_ depth: Int) {
        var text = ByteBuffer(repeating: UInt8(ascii: "["), count: depth)
        text.writeRepeatingByte(UInt8(ascii: "]"), count: depth)
        self.sendLarge(text)
    }

    /// A message of any size in one frame, past the bound of the outbound queue that honest senders keep.
    private func sendLarge(_ payload: ByteBuffer) {
        var frame = Self.maskedTextHeader(length: payload.readableBytes)
        frame.writeImmutableBuffer(payload)
        self.channel.writeAndFlush(frame, promise: nil)
    }

    /// Half a message, then RST instead of FIN.
    private func reset() {
        var half = Self.maskedTextHeader(length: 400)
        half.writeString(#"{"event":"media","sequenceNumber":"99","media":{"track":"inb"#)
        let channel = self.channel
        channel.writeAndFlush(half, promise: nil)
        // A lingering time of zero makes close() throw away what is unsent and reset the connection (socket(7)).
        let options = channel as? any SocketOptionProvider
        let lingering =
            options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)) ?? channel.eventLoop.makeSucceededVoidFuture()
        lingering.whenComplete { _ in channel.close(promise: nil) }
    }

    /// RFC 6455, section 5.2: final text frame, masked with a key of zeros, which leaves the payload as it is.
    private static func maskedTextHeader(length: Int) -> ByteBuffer {
        var header = ByteBuffer(bytes: [0x81])
        switch length {
        case ..<126: header.writeInteger(UInt8(0x80 | length))
        case ..<65_536:
            header.writeInteger(UInt8(0x80 | 126))
            header.writeInteger(UInt16(length))
        default:
            header.writeInteger(UInt8(0x80 | 127))
            header.writeInteger(UInt64(length))
        }
        header.writeInteger(UInt32(0))
        return header
    }
}
