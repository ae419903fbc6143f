// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A whole message.
public enum WebSocketMessage: Hashable, Sendable {
    /// Text; on the wire it is UTF-8.
    case text(String)
    /// Bytes.
    case binary(ByteBuffer)
}
