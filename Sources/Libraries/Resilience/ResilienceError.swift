// SPDX-License-Identifier: Apache-2.0

/// Why something was not done, or not waited for.
public struct ResilienceError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, for logs.
        public let description: String

        /// The time was up before the work was done.
        public static let deadlineExceeded = Code(description: "deadline_exceeded")
        /// A circuit breaker is open: the work was not begun.
        public static let circuitOpen = Code(description: "circuit_open")
        /// A rate limit is used up, and waiting for it would have taken too long.
        public static let rateLimited = Code(description: "rate_limited")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence for people.
    public let message: String
    /// After how long another attempt may succeed, where that is known.
    public let retryAfter: Duration?
    /// What lay behind it.
    public let cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, retryAfter: Duration? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
        self.cause = cause
    }

    /// `code: message (cause)`.
    public var description: String {
        "\(self.code): \(self.message)" + (self.cause.map { " (\($0))" } ?? "")
    }
}
