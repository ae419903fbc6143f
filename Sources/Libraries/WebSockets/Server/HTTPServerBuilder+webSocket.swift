// SPDX-License-Identifier: Apache-2.0

public import HummingbirdCore

extension HTTPServerBuilder {
    /// A server for HTTP/1.1 and WebSocket on one port, for `Application(router:server:)`.
    ///
    /// `shouldUpgrade` is asked about every valid upgrade request, the first or a later one of a connection, and may
    /// refuse it with any status. Requests that are no WebSocket upgrade go to the router.
    public static func http1WebSocket(
        configuration: HTTPEdgeConfiguration = HTTPEdgeConfiguration(),
        shouldUpgrade: @escaping WebSocketHTTPChannel.ShouldUpgrade
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            WebSocketHTTPChannel(responder: responder, configuration: configuration, shouldUpgrade: shouldUpgrade)
        }
    }
}
