// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import Logging
public import NIOCore

/// A valid upgrade request, about which the application decides.
public struct WebSocketUpgradeRequest: Sendable {
    /// The request; its path is the literal target.
    public var head: HTTPRequest
    /// The other end of the TCP connection: a proxy, if there is one.
    public var remoteAddress: SocketAddress?
    /// The event loop on which the WebSocket will live.
    public var eventLoop: any EventLoop
    /// The server's logger.
    public var logger: Logger

    /// The target without its query.
    public var path: String {
        String((self.head.path ?? "").prefix { $0 != "?" })
    }

    /// The subprotocols the client offers, in its order. To choose one, put it into the upgrade's
    /// `Sec-WebSocket-Protocol` field.
    public var offeredSubprotocols: [String] {
        guard let name = HTTPField.Name("Sec-WebSocket-Protocol") else { return [] }
        return self.head.headerFields[values: name].flatMap { value in
            value.split(separator: ",").map { $0.drop { $0 == " " }.split(separator: " ").joined() }
        }
    }

    /// For tests of a decision; the server makes its own.
    public init(head: HTTPRequest, remoteAddress: SocketAddress?, eventLoop: any EventLoop, logger: Logger) {
        self.head = head
        self.remoteAddress = remoteAddress
        self.eventLoop = eventLoop
        self.logger = logger
    }
}
