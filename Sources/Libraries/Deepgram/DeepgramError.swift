// SPDX-License-Identifier: Apache-2.0

/// Why Deepgram could not do what it was asked for.
public struct DeepgramError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is; callers decide by it.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, for logs and metrics.
        public let description: String

        /// The parameters contradict each other, or Deepgram refused them (400): the message says what to change.
        public static let invalidParameters = Code(description: "invalid_parameters")
        /// The credential is not valid (401).
        public static let unauthorised = Code(description: "unauthorised")
        /// The account has no credit left (402).
        public static let paymentRequired = Code(description: "payment_required")
        /// The credential may not use this model or feature (403).
        public static let forbidden = Code(description: "forbidden")
        /// More connections than the account may have (429).
        public static let tooManyConnections = Code(description: "too_many_connections")
        /// Deepgram is there and cannot serve now (5xx, 408, 499, or close codes 1011, 1012, 1013).
        public static let unavailable = Code(description: "unavailable")
        /// There was no connection: refused, reset, no route, no name.
        public static let connectFailed = Code(description: "connect_failed")
        /// Deepgram's certificate is not to be trusted; nothing was sent.
        public static let untrusted = Code(description: "untrusted")
        /// Something took longer than it may.
        public static let timedOut = Code(description: "timed_out")
        /// What came is not Deepgram's protocol, or Deepgram says that of what we sent (1002, 1003, 1007, 1008 DATA-0000).
        public static let protocolViolation = Code(description: "protocol_violation")
        /// It was not even tried: the circuit breaker of this credential is open.
        public static let circuitOpen = Code(description: "circuit_open")
        /// Too many are waiting to be connected already.
        public static let overloaded = Code(description: "overloaded")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence with the mend, fit for an operator's log: no credential, nothing that a caller said.
    public let message: String
    /// What Deepgram or the network itself said, if anything; hostile text.
    public let cause: String?
    /// How long Deepgram (or our breaker) wants us to wait.
    public let retryAfter: Duration?
    /// Deepgram's id of the request (`dg-request-id`), for its support.
    public let requestID: String?

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        cause: String? = nil,
        retryAfter: Duration? = nil,
        requestID: String? = nil
    ) {
        self.code = code
        self.message = message
        self.cause = cause
        self.retryAfter = retryAfter
        self.requestID = requestID
    }

    /// Trying again with the same credential and the same parameters cannot help.
    public var isFinal: Bool {
        switch self.code {
        case .invalidParameters, .unauthorised, .paymentRequired, .forbidden, .untrusted, .protocolViolation: true
        default: false
        }
    }

    /// Code, message, cause and request in one line.
    public var description: String {
        "\(self.code): \(self.message)" + (self.cause.map { " (\($0))" } ?? "")
            + (self.requestID.map { " [request \($0)]" } ?? "")
    }
}
