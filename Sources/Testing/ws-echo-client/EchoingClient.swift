// SPDX-License-Identifier: Apache-2.0

import NIOCore
import WebSockets

/// Sends back what comes until the connection ends.
final class EchoingClient: WebSocketDelegate {
    private let ended: EventLoopPromise<Void>

    init(_ ended: EventLoopPromise<Void>) {
        self.ended = ended
    }

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {}

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        webSocket.sendText(text)
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        webSocket.sendBinary(bytes)
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {
        self.ended.succeed()
    }
}
