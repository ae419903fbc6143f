// SPDX-License-Identifier: Apache-2.0

import CallCore
import NIOCore
import WebSockets

/// One call's way upstream; lives on the call's event loop.
final class RelaySession: RecognitionSession, WebSocketDelegate {
    /// Audio kept while the other end is being connected, in bytes: 30 s.
    private static let capacity = 240_000

    private let batch: Int
    private let deliver: @Sendable (RecognitionEvent) -> Void
    private var connection: WebSocketConnection?
    private var waiting = ByteBuffer()
    private var frames = 0
    private var isFinished = false

    init(batch: Int, deliver: @escaping @Sendable (RecognitionEvent) -> Void) {
        self.batch = batch
        self.deliver = deliver
    }

    func hear(_ audio: ByteBuffer, at offset: Duration) {
        guard self.waiting.readableBytes + audio.readableBytes <= Self.capacity else { return }
        if self.batch == 1, self.waiting.readableBytes == 0, let connection = self.connection {
            connection.sendBinary { buffer in buffer.writeImmutableBuffer(audio) }
            return
        }
        self.waiting.writeImmutableBuffer(audio)
        self.frames += 1
        if self.frames >= self.batch { self.flush() }
    }

    func finish() {
        self.isFinished = true
        self.flush()
        // As the protocol of the other end has it: text that asks for the last results, then its close.
        self.connection?.sendText("{\"type\":\"CloseStream\"}")
    }

    func cancel() {
        self.connection?.close()
    }

    func webSocketDidOpen(_ connection: WebSocketConnection) {
        self.connection = connection
        self.flush()
        if self.isFinished { self.finish() }
    }

    func webSocket(_ connection: WebSocketConnection, didReceiveText text: RawSpan) {}

    func webSocket(_ connection: WebSocketConnection, didReceiveBinary bytes: RawSpan) {}

    func webSocket(_ connection: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.connection = nil
        self.deliver(.finished)
    }

    private func flush() {
        guard let connection = self.connection, self.waiting.readableBytes > 0 else { return }
        let audio = self.waiting
        connection.sendBinary { buffer in buffer.writeImmutableBuffer(audio) }
        self.waiting.clear()
        self.frames = 0
    }
}
