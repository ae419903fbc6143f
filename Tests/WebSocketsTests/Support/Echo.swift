// SPDX-License-Identifier: Apache-2.0

import WebSockets

/// Echoes; a text `close 4000 reason` closes, `flood` sends until the queue is full and says how far it came.
final class Echo: WebSocketDelegate {
    func webSocketDidOpen(_ webSocket: WebSocketConnection) {}

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {
        let content = text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        let words = content.split(separator: " ")
        if words.first == "close", words.count == 3, let code = UInt16(words[1]) {
            webSocket.close(WebSocketCloseCode(rawValue: code), reason: String(words[2]))
        } else {
            webSocket.sendText(text)
        }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {
        webSocket.sendBinary(bytes)
    }

    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {}
}
