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

extension MediaStreamSession {
    /// Breaks the stream in the way the script asks for.
    func commit(_ fault: LineFault, on connection: WebSocketConnection) {
        switch fault {
        case .text(let bytes): connection.sendText { $0.writeBytes(bytes) }
        case .binary(let bytes): connection.sendBinary { $0.writeBytes(bytes) }
        case .rawBytes(let bytes): connection.channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        case .largeText(let bytes):
            self.sendLarge(ByteBuffer(repeating: UInt8(ascii: "x"), count: bytes), on: connection)
        case .nestedJSON(let depth): self.sendNested(depth, on: connection)
        case .malformedPayload: self.sendMedia(payload: "no=base64!", streamSID: self.plan.streamSID, on: connection)
        case .foreignStream:
            let foreign = "MZ" + String(repeating: "f", count: 32)
            self.sendMedia(payload: "//////8=", streamSID: foreign, on: connection)
        case .secondStart:
            let message = self.writer.start()
            connection.sendText { $0.writeBytes(message) }
        case .foreignAccountStart:
            let message = self.writer.start(accountSID: "AC" + String(repeating: "f", count: 32))
            connection.sendText { $0.writeBytes(message) }
        case .gap(let length): self.gapEnd = self.line.time + length
        case .duplicateFrame: self.isDuplicating = true
        case .swapFrames: self.isSwapping = true
        case .resetInMidMessage: self.reset(connection)
        case .drop:
            self.ownEnd = .streamOver
            connection.channel.close(promise: nil)
        case .stopWithoutClosing:
            self.isSendingMedia = false
            self.endWhenClosed = .callerHungUp
            let message = self.writer.stop()
            connection.sendText { $0.writeBytes(message) }
        case .fallSilent: self.isSendingMedia = false
        case .stopReading: connection.pauseReading()
        case .resumeReading: connection.resumeReading()
        }
    }

    private func sendMedia(payload: String, streamSID: String, on connection: WebSocketConnection) {
        connection.sendText(
            #"{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"0","#
                + #""payload":"\#(payload)"},"streamSid":"\#(streamSID)"}"#
        )
    }

    private func sendNested(_ depth: Int, on connection: WebSocketConnection) {
        var text = ByteBuffer(repeating: UInt8(ascii: "["), count: depth)
        text.writeRepeatingByte(UInt8(ascii: "]"), count: depth)
        self.sendLarge(text, on: connection)
    }

    /// A message of any size in one frame, past the bound of the outbound queue that honest senders keep.
    private func sendLarge(_ payload: ByteBuffer, on connection: WebSocketConnection) {
        var frame = Self.maskedTextHeader(length: payload.readableBytes)
        frame.writeImmutableBuffer(payload)
        connection.channel.writeAndFlush(frame, promise: nil)
    }

    /// Half a message, then RST instead of FIN.
    private func reset(_ connection: WebSocketConnection) {
        self.ownEnd = .streamOver
        var half = Self.maskedTextHeader(length: 400)
        half.writeString(#"{"event":"media","sequenceNumber":"99","media":{"track":"inb"#)
        let channel = connection.channel
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
