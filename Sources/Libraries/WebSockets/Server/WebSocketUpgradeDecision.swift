// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import NIOCore

/// What becomes of an upgrade request.
public enum WebSocketUpgradeDecision: Sendable {
    /// 101: becomes a WebSocket.
    case upgrade(WebSocketUpgrade)
    /// Answered with this response, whatever its status, and the connection goes on if it was to be kept alive.
    case refuse(HTTPResponse, body: ByteBuffer)
    /// Not for us: goes to the HTTP router like any other request.
    case notWebSocket
}

extension WebSocketUpgradeDecision {
    /// Becomes a WebSocket whose delegate `makeDelegate` makes on the connection's event loop.
    public static func upgrade(
        headers: HTTPFields = HTTPFields(),
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        _ makeDelegate: @escaping @Sendable (any Channel) -> any WebSocketDelegate
    ) -> WebSocketUpgradeDecision {
        .upgrade(WebSocketUpgrade(headers: headers, configuration: configuration, makeDelegate: makeDelegate))
    }

    /// Becomes a WebSocket that `handle` serves as an `AsyncSequence`; it is closed when `handle` returns.
    public static func upgrade(
        headers: HTTPFields = HTTPFields(),
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        messages handle: @escaping @Sendable (WebSocketInbound, WebSocketOutbound) async throws -> Void
    ) -> WebSocketUpgradeDecision {
        .upgrade(WebSocketUpgrade(headers: headers, configuration: configuration, handle: handle))
    }

    /// Answered with this status and a short text.
    public static func refuse(_ status: HTTPResponse.Status, headers: HTTPFields = HTTPFields()) -> Self {
        var response = HTTPResponse(status: status, headerFields: headers)
        if response.headerFields[.contentType] == nil {
            response.headerFields[.contentType] = "text/plain; charset=utf-8"
        }
        return .refuse(response, body: ByteBuffer(string: "\(status.code) \(status.reasonPhrase)\n"))
    }
}
