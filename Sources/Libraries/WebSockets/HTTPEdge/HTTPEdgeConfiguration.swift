// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// The bounds of the HTTP edge: how long and how much a stranger may send, and who hears about it when it was too much.
///
/// Hummingbird sets no deadline for heads or bodies, accepts any `Host`, and reads on after a 413; these settings close
/// that. The defaults suit webhooks and a JSON API behind or without a proxy.
public struct HTTPEdgeConfiguration: Sendable {
    /// From the first byte of a request's head to its last. Then 408 and close.
    public var headTimeout: Duration = .seconds(10)
    /// From the end of the head to the end of the body. Then 408 and close.
    public var bodyTimeout: Duration = .seconds(20)
    /// The slowest body, in bytes a second on average, once ``bodyRateGrace`` has passed. Then 408 and close.
    public var minimumBodyRate = 1_000
    /// How long a body may be slower than ``minimumBodyRate``.
    public var bodyRateGrace: Duration = .seconds(5)
    /// How long a connection may be open without a request. Then it is closed without a word.
    public var idleTimeout: Duration = .seconds(60)
    /// How long what we have written may wait for a peer that takes none of it, or too little. Then it is closed.
    public var writeTimeout: Duration = .seconds(60)
    /// How long the decision about an upgrade may take. Then 503 and close.
    public var upgradeTimeout: Duration = .seconds(10)
    /// How long a connection whose last answer is sent is still read, so that no reset destroys that answer.
    public var lingerTimeout: Duration = .seconds(2)
    /// The head of a request in bytes, request line and fields together. Over it: 431 and close.
    public var maxHeadSize = 16 << 10
    /// The number of header fields. Over it: 431 and close.
    public var maxHeaderFields = 100
    /// The request line in bytes. Over it: 414 and close.
    public var maxRequestLine = 8 << 10
    /// The body in bytes, announced or sent. Over it: 413 and close. Routes may have lower limits of their own.
    public var maxBodySize = 256 << 10
    /// How much of a body is read and thrown away after it was answered without being read. Over it: close.
    public var maxDiscardedBody = 64 << 10
    /// Fields that every answer gets, the edge's own refusals included, unless it has them already.
    public var answerFields: [(name: String, value: String)] = []
    /// Asked about every accepted connection, on its event loop, with its other end. Takes all of them without one.
    public var admit: (@Sendable (SocketAddress?) -> HTTPConnectionAdmission)?
    /// Hears of everything the edge refused or cut, on the connection's event loop: count it there, and do not block.
    public var onRefusal: @Sendable (HTTPEdgeRefusal) -> Void = { _ in }

    /// The defaults.
    public init() {}
}
