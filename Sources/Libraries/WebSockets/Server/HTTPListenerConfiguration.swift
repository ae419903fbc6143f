// SPDX-License-Identifier: Apache-2.0

/// Where an ``HTTPListener`` listens, and how much it takes.
public struct HTTPListenerConfiguration: Sendable {
    /// The name or address.
    public var host: String
    /// The port; 0 for a free one.
    public var port: Int
    /// Connections that may wait to be accepted.
    public var backlog = 1_024
    /// Connections at once; further ones wait in the backlog.
    public var maximumConnections = 16_384
    /// Whether other processes of the same user may listen on the port too (`SO_REUSEPORT`). On Linux the one that came
    /// last gets every new connection.
    public var sharesPort = false

    /// The defaults for this address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
