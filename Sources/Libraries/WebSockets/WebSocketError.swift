// SPDX-License-Identifier: Apache-2.0

/// What went wrong, for everything in this library: a code to decide by, words for people, and the cause if one is known.
public struct WebSocketError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case invalidURL
            case connectFailed
            case timedOut
            case refused
            case invalidHandshake
            case protocolViolation
            case connectionLost
            case closed
            case queueFull
            case messageTooBig
        }

        private let value: Value

        /// The URL is not `ws`, `wss`, `http` or `https`, or malformed.
        public static let invalidURL = Code(value: .invalidURL)
        /// No TCP or TLS connection came about; the cause says why.
        public static let connectFailed = Code(value: .connectFailed)
        /// A deadline passed: connecting, upgrading, closing, or pings without a pong.
        public static let timedOut = Code(value: .timedOut)
        /// The server answered the upgrade with another status than 101; see ``WebSocketError/refusal``.
        public static let refused = Code(value: .refused)
        /// The server's 101 does not fit our request.
        public static let invalidHandshake = Code(value: .invalidHandshake)
        /// The peer broke RFC 6455 or a limit.
        public static let protocolViolation = Code(value: .protocolViolation)
        /// The transport ended without a close handshake.
        public static let connectionLost = Code(value: .connectionLost)
        /// The connection is closed or closing; nothing can be sent.
        public static let closed = Code(value: .closed)
        /// The bounded outbound queue has no room.
        public static let queueFull = Code(value: .queueFull)
        /// A message is over the limit that its reader set.
        public static let messageTooBig = Code(value: .messageTooBig)

        /// The code's name, for logs.
        public var description: String { self.value.rawValue }
    }

    /// What kind of failure this is.
    public var code: Code
    /// One sentence for people; never holds payload.
    public var message: String
    /// What the failure was caused by, if that is known.
    public var cause: (any Error)?
    /// The server's answer when ``code`` is ``Code/refused``.
    public var refusal: WebSocketRefusal?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil, refusal: WebSocketRefusal? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.refusal = refusal
    }

    /// `code: message (cause)`.
    public var description: String {
        let suffix = self.cause.map { " (\($0))" } ?? ""
        return "\(self.code): \(self.message)\(suffix)"
    }
}

extension WebSocketError: Hashable {
    /// Compares code and message; causes have no equality.
    public static func == (lhs: WebSocketError, rhs: WebSocketError) -> Bool {
        lhs.code == rhs.code && lhs.message == rhs.message
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.code)
        hasher.combine(self.message)
    }
}
