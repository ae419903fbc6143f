// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import NIOCore
import Synchronization

@testable import WebSockets

/// Keeps the headers that a connection was opened with.
final class Opening: WebSocketDelegate, Sendable {
    private let kept = Mutex(HTTPFields())

    var headers: HTTPFields { self.kept.withLock { $0 } }

    func webSocketDidOpen(_ webSocket: WebSocketConnection) {
        let headers = webSocket.responseHeaders
        self.kept.withLock { $0 = headers }
    }

    func webSocket(_ webSocket: WebSocketConnection, didReceiveText text: RawSpan) {}
    func webSocket(_ webSocket: WebSocketConnection, didReceiveBinary bytes: RawSpan) {}
    func webSocket(_ webSocket: WebSocketConnection, didClose closure: WebSocketClosure) {}
}
