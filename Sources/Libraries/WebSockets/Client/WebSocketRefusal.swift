// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import NIOCore

/// A server's answer to an upgrade request that was not 101.
public struct WebSocketRefusal: Sendable, Hashable {
    /// The status, for example 401 or 429.
    public var status: HTTPResponse.Status
    /// The header fields, for example `Retry-After`.
    public var headers: HTTPFields
    /// The first bytes of the body, at most 4 096.
    public var body: ByteBuffer
}
