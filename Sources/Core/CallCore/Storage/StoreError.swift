// SPDX-License-Identifier: Apache-2.0

/// Why a store could not do its work.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is; the journal decides by it whether to try again.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, for logs and metrics.
        public let description: String

        /// Not reachable, busy, disk full: trying again may help.
        public static let unavailable = Code(description: "unavailable")
        /// The event can never be stored; trying again does not help.
        public static let rejected = Code(description: "rejected")
        /// The question makes no sense.
        public static let invalidQuery = Code(description: "invalid_query")
        /// What is stored cannot be read: newer schema, damaged file.
        public static let unreadable = Code(description: "unreadable")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence with the mend, fit for an operator's log.
    public let message: String
    /// What lay behind it.
    public let cause: (any Error)?
    /// With ``Code/unavailable``: fewer events at once may pass (a statement took too long, a body was too large).
    public let wantsSmallerBatch: Bool

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil, wantsSmallerBatch: Bool = false) {
        self.code = code
        self.message = message
        self.cause = cause
        self.wantsSmallerBatch = wantsSmallerBatch
    }

    /// Code, message and cause in one line.
    public var description: String {
        "\(self.code): \(self.message)" + (self.cause.map { " (\($0))" } ?? "")
    }
}
