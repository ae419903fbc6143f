// SPDX-License-Identifier: Apache-2.0

/// Which end of the connection we are. Clients mask what they send, servers never do (RFC 6455 section 5.1).
public enum WebSocketRole: Sendable, Hashable {
    /// We accepted the connection: every frame that arrives must be masked.
    case server
    /// We opened the connection: no frame that arrives may be masked.
    case client
}
