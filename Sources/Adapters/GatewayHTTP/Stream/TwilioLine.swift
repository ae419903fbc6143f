// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import Twilio
import WebSockets

/// The way back to the caller over Twilio's WebSocket. Lives on its event loop.
///
/// Audio is encoded once, straight into the connection's output buffer. What waits for Twilio is bounded by
/// ``WebSockets/WebSocketConfiguration/maxOutboundQueue``.
final class TwilioLine: CallLine {
    private let webSocket: WebSocketConnection
    private let encoder: MediaStreamEncoder
    private var scratch: [UInt8] = []
    /// With which code the stream is closed; any other than 1000 counts as an error with Twilio (31921).
    var closeCode = WebSocketCloseCode.normalClosure

    init(_ webSocket: WebSocketConnection, stream: StreamSID) {
        self.webSocket = webSocket
        self.encoder = MediaStreamEncoder(streamSID: stream.description)
    }

    func play(_ audio: ByteBuffer) -> Bool {
        let count = self.encoder.mediaCount(payloadCount: audio.readableBytes)
        let result = self.webSocket.sendText { buffer in
            _ = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { target in
                audio.withUnsafeReadableBytes { self.encoder.encodeMedia($0, into: target) }
            }
        }
        // A closed line is not a slow one; the session is told of its end right after.
        return result != .queueFull
    }

    func mark(_ name: String) {
        self.send { $0.appendMark(name, to: &$1) }
    }

    func clear() {
        self.send { $0.appendClear(to: &$1) }
    }

    func close() {
        self.webSocket.close(self.closeCode)
    }

    private func send(_ append: (MediaStreamEncoder, inout [UInt8]) -> Void) {
        self.scratch.removeAll(keepingCapacity: true)
        append(self.encoder, &self.scratch)
        self.webSocket.sendText { buffer in _ = buffer.writeBytes(self.scratch) }
    }
}
