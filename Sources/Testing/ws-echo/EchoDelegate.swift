// SPDX-License-Identifier: Apache-2.0

import WebSockets

/// Sends back what comes, and stops reading while the peer does not take it.
final class EchoDelegate: WebSocketDelegate {
    func webSocketDidOpen(_ webSocket: WebSocketConnection) {}

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        self.check(webSocket.sendText(text), webSocket)
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        self.check(webSocket.sendBinary(bytes), webSocket)
    }

    func webSocketWritabilityDidChange(_ webSocket: WebSocketConnection) {
        if webSocket.isWritable { webSocket.resumeReading() } else { webSocket.pauseReading() }
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {}

    /// An echo that leaves something out is worse than none.
    private func check(_ result: WebSocketSendResult, _ webSocket: WebSocketConnection) {
        if result == .queueFull { webSocket.close(.tryAgainLater, reason: "outbound queue full") }
    }
}
