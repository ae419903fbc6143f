// SPDX-License-Identifier: Apache-2.0

extension TwilioRESTError {
    /// The kind of failure, for `switch` and metrics.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The stable name of the code, such as `rate_limited`.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The arguments cannot be sent; nothing was sent.
        public static let invalidRequest = Self("invalid_request")
        /// The configuration of the client makes no sense.
        public static let invalidConfiguration = Self("invalid_configuration")
        /// 401: wrong account, token, key or region.
        public static let unauthorised = Self("unauthorised")
        /// 403: the credentials may not do this, or the account is suspended.
        public static let forbidden = Self("forbidden")
        /// 404: no such resource, or one that was deleted.
        public static let notFound = Self("not_found")
        /// Any other 4xx: Twilio understood the request and will not do it.
        public static let refused = Self("refused")
        /// 429, also after having waited as often as allowed.
        public static let rateLimited = Self("rate_limited")
        /// 5xx.
        public static let serverError = Self("server_error")
        /// No connection could be made, so nothing was sent.
        public static let unreachable = Self("unreachable")
        /// The connection ended before the whole answer was there.
        public static let connectionLost = Self("connection_lost")
        /// The time for the request was over.
        public static let timedOut = Self("timed_out")
        /// An answer that is not what the API is documented to give.
        public static let malformedAnswer = Self("malformed_answer")
        /// An answer beyond the limit.
        public static let answerTooLarge = Self("answer_too_large")
        /// A redirect where none is followed.
        public static let redirected = Self("redirected")
        /// A list whose next page lies on another host or in another account, or was already read.
        public static let invalidPage = Self("invalid_page")
        /// A list with more pages than allowed.
        public static let tooManyPages = Self("too_many_pages")
        /// The circuit breaker is open: nothing was sent.
        public static let breakerOpen = Self("breaker_open")
        /// Too many requests wait already: nothing was sent.
        public static let overloaded = Self("overloaded")
        /// Whether Twilio carried the request out is not known, and looking for its effect did not tell.
        public static let outcomeUnknown = Self("outcome_unknown")
        /// The task was cancelled.
        public static let cancelled = Self("cancelled")
        /// The number is not in the state that was expected; nothing was changed.
        public static let conflict = Self("conflict")
    }
}
