// SPDX-License-Identifier: Apache-2.0

/// Why the carrier did not do what was asked.
public struct CarrierError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, for logs and answers.
        public let description: String

        /// The number or address is none, or cannot be reached.
        public static let invalidNumber = Code(description: "invalid_number")
        /// The account may not do this: no permission for the country, a number that is not its own, suspended.
        public static let notAllowed = Code(description: "not_allowed")
        /// The account's credentials are wrong.
        public static let unauthorised = Code(description: "unauthorised")
        /// Too many requests; see ``CarrierError/retryAfter``.
        public static let rateLimited = Code(description: "rate_limited")
        /// The call is over.
        public static let callIsOver = Code(description: "call_is_over")
        /// The carrier has never heard of the call.
        public static let unknownCall = Code(description: "unknown_call")
        /// The carrier cannot be reached, or is broken; nothing was done.
        public static let unavailable = Code(description: "unavailable")
        /// The answer was lost: it may have been done.
        public static let unknownOutcome = Code(description: "unknown_outcome")
        /// The carrier refused for another reason.
        public static let refused = Code(description: "refused")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence, fit for an operator; holds no number and no secret.
    public let message: String
    /// The carrier's own number for it (Twilio's error code).
    public let carrierCode: Int?
    /// How long to wait before asking again.
    public let retryAfter: Duration?
    /// What lay behind it.
    public let cause: (any Error)?

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        carrierCode: Int? = nil,
        retryAfter: Duration? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.carrierCode = carrierCode
        self.retryAfter = retryAfter
        self.cause = cause
    }

    /// Code, message and the carrier's number in one line.
    public var description: String {
        "\(self.code): \(self.message)" + (self.carrierCode.map { " (\($0))" } ?? "")
    }
}
