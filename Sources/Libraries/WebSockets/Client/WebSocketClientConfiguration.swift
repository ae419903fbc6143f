// SPDX-License-Identifier: Apache-2.0

public import NIOSSL

/// The settings of a client's connection.
public struct WebSocketClientConfiguration: Sendable {
    /// The settings of the WebSocket, once it is one.
    public var webSocket: WebSocketConfiguration
    /// How long name resolution and TCP may take.
    public var connectTimeout: Duration
    /// How long TLS and the upgrade may take after that.
    public var upgradeTimeout: Duration
    /// For `wss:`. The default verifies the certificate and the host name against the system's roots.
    public var tls: TLSConfiguration
    /// For `wss:`, in place of ``tls``: a context that was made once. Making one reads the system's roots, which takes
    /// many times as long as connecting: whoever connects often makes his own.
    public var tlsContext: NIOSSLContext?

    /// 5 seconds to connect, 10 to upgrade, full verification.
    public init(
        webSocket: WebSocketConfiguration = WebSocketConfiguration(),
        connectTimeout: Duration = .seconds(5),
        upgradeTimeout: Duration = .seconds(10),
        tls: TLSConfiguration = .makeClientConfiguration(),
        tlsContext: NIOSSLContext? = nil
    ) {
        self.webSocket = webSocket
        self.connectTimeout = connectTimeout
        self.upgradeTimeout = upgradeTimeout
        self.tls = tls
        self.tlsContext = tlsContext
    }
}
