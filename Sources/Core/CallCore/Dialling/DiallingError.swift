// SPDX-License-Identifier: Apache-2.0

/// Why a call was not made.
public struct DiallingError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, for logs and answers.
        public let description: String

        /// A part of the order makes no sense; ``DiallingError/field`` names it.
        public static let invalidOrder = Code(description: "invalid_order")
        /// Calls to there, or from there, are not allowed; ``DiallingError/field`` names which.
        public static let notAllowed = Code(description: "not_allowed")
        /// The order's name belongs to another order.
        public static let differentOrder = Code(description: "different_order")
        /// Too many calls were ordered; see ``DiallingError/retryAfter``.
        public static let rateLimited = Code(description: "rate_limited")
        /// As many calls go on as may.
        public static let full = Code(description: "full")
        /// The server is shutting down.
        public static let draining = Code(description: "draining")
        /// It cannot be found out whether the order was carried out before, so it is not carried out now.
        public static let storeUnavailable = Code(description: "store_unavailable")
        /// The carrier did not make the call, or it is not known; ``DiallingError/carrier`` says why.
        public static let carrier = Code(description: "carrier")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence with the mend, fit for an operator; repeats no number.
    public let message: String
    /// The part of the order that is to blame.
    public let field: String?
    /// How long to wait before asking again.
    public let retryAfter: Duration?
    /// What the carrier said.
    public let carrier: CarrierError?

    init(
        _ code: Code,
        _ message: String,
        field: String? = nil,
        retryAfter: Duration? = nil,
        carrier: CarrierError? = nil
    ) {
        self.code = code
        self.message = message
        self.field = field
        self.retryAfter = retryAfter
        self.carrier = carrier
    }

    init(_ error: CarrierError) {
        self.init(.carrier, error.message, retryAfter: error.retryAfter, carrier: error)
    }

    /// Code and message in one line.
    public var description: String { "\(self.code): \(self.message)" }
}
