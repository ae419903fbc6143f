// SPDX-License-Identifier: Apache-2.0

/// Why a request to Twilio's REST API did not give what was asked for.
///
/// Safe to log: telephone numbers in Twilio's own words are masked to their last four digits, URLs are cut after their
/// host, and no token, secret or `Authorization` value is ever part of an error.
public struct TwilioRESTError: Error, Sendable {
    /// The kind of failure.
    public var code: Code
    /// One sentence for a person.
    public var message: String
    /// What Twilio answered, when there was an answer.
    public var answer: Answer?
    /// How long to wait before asking again, when Twilio or the circuit breaker says so; of Twilio's wishes never more
    /// than ``TwilioClient/Configuration/longestRetryAfter``.
    public var retryAfter: Duration?
    /// The error below this one, if there is one.
    public var cause: (any Error)?

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        answer: Answer? = nil,
        retryAfter: Duration? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.answer = answer
        self.retryAfter = retryAfter
        self.cause = cause
    }
}

extension TwilioRESTError {
    /// What Twilio said about a request it did not carry out.
    public struct Answer: Sendable, Equatable {
        /// The HTTP status.
        public var status: Int
        /// Twilio's own number, such as 21211; see <https://www.twilio.com/docs/api/errors>.
        public var twilioCode: Int?
        /// The page about it.
        public var moreInfo: String?
        /// The identifier of the request, for Twilio's support.
        public var requestID: String?

        /// Creates an answer.
        public init(status: Int, twilioCode: Int? = nil, moreInfo: String? = nil, requestID: String? = nil) {
            self.status = status
            self.twilioCode = twilioCode
            self.moreInfo = moreInfo
            self.requestID = requestID
        }
    }
}

extension TwilioRESTError: CustomStringConvertible {
    /// The code, Twilio's number if there is one, and the message.
    public var description: String {
        let number = self.answer?.twilioCode.map { " (\($0))" } ?? ""
        return "\(self.code)\(number): \(self.message)"
    }
}
