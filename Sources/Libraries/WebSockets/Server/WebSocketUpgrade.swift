// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import NIOCore

/// An accepted upgrade: what the 101 says besides the handshake, the connection's settings, and who serves it.
public struct WebSocketUpgrade: Sendable {
    enum Service: Sendable {
        case delegate(@Sendable (any Channel) -> any WebSocketDelegate)
        case messages(@Sendable (WebSocketInbound, WebSocketOutbound) async throws -> Void)
    }

    /// Further fields of the 101, for example `Sec-WebSocket-Protocol`.
    public var headers: HTTPFields
    /// The settings of the connection.
    public var configuration: WebSocketConfiguration
    let service: Service

    /// Served by a delegate, which is made on the connection's event loop.
    public init(
        headers: HTTPFields = HTTPFields(),
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        makeDelegate: @escaping @Sendable (any Channel) -> any WebSocketDelegate
    ) {
        self.headers = headers
        self.configuration = configuration
        self.service = .delegate(makeDelegate)
    }

    /// Served by a task of the server as an `AsyncSequence`; closed with 1000 when `handle` returns, with 1011 when it
    /// throws.
    public init(
        headers: HTTPFields = HTTPFields(),
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        handle: @escaping @Sendable (WebSocketInbound, WebSocketOutbound) async throws -> Void
    ) {
        self.headers = headers
        self.configuration = configuration
        self.service = .messages(handle)
    }
}
