// SPDX-License-Identifier: Apache-2.0

public import NIOCore

/// A request or connection that the HTTP edge did not let through, and why.
public struct HTTPEdgeRefusal: Sendable, Hashable {
    /// Why; the raw value suits a metric's label.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// The address has as many connections as it may have.
        case tooManyConnections = "too_many_connections"
        /// The process has hardly any file descriptors left.
        case tooFewDescriptors = "too_few_descriptors"
        /// The head was not whole in time.
        case headTimeout = "head_timeout"
        /// The body was not whole in time.
        case bodyTimeout = "body_timeout"
        /// The body came slower than the least rate.
        case bodyTooSlow = "body_too_slow"
        /// No request came.
        case idle
        /// The peer took nothing of what we wrote.
        case writeTimeout = "write_timeout"
        /// The head was too large or had too many fields.
        case headTooLarge = "head_too_large"
        /// The request line was too long.
        case requestLineTooLong = "request_line_too_long"
        /// The body was too large.
        case bodyTooLarge = "body_too_large"
        /// A body was answered without being read, and too much of it was left.
        case unreadBody = "unread_body"
        /// Not HTTP, or not strictly HTTP.
        case malformed
        /// An HTTP version other than 1.0 and 1.1.
        case version
        /// No `Host`, more than one, or one that is no host.
        case host
        /// CONNECT, TRACE, or a method nobody knows.
        case method
        /// A target that is no path: we are no proxy.
        case target
        /// An upgrade request that breaks RFC 6455.
        case invalidUpgrade = "invalid_upgrade"
        /// An upgrade that the application refused.
        case refusedUpgrade = "refused_upgrade"
        /// The decision about an upgrade took too long, or failed.
        case failedUpgrade = "failed_upgrade"
    }

    /// Why.
    public var reason: Reason
    /// The status that was answered; `nil` when the connection was cut without an answer.
    public var status: Int?
    /// The other end of the connection: a proxy, if there is one.
    public var remoteAddress: SocketAddress?
}
