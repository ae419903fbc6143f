// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
/// Why PostgreSQL did not do what it was asked, and whether it may have done it all the same.
///
/// No password is ever in it. The server's DETAIL, HINT and CONTEXT are left out, because they quote rows; its primary
/// ``message`` is kept and can quote a value that was sent (`invalid input syntax for type integer: "…"`): where values
/// are private, log ``code`` and ``sqlState`` instead.
public struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, for logs.
        public let description: String

        /// The connection string cannot be read or asks for what is not supported.
        public static let invalidConfiguration = Code(description: "invalid_configuration")
        /// There is no server, or it takes no connection now.
        public static let connectionFailed = Code(description: "connection_failed")
        /// The server knows us and lets us not in: wrong password, no such user or database, no permission.
        public static let refused = Code(description: "refused")
        /// Not done within its time. The connection is closed then.
        public static let timedOut = Code(description: "timed_out")
        /// The task that asked was cancelled.
        public static let cancelled = Code(description: "cancelled")
        /// The server answered with an error; ``PostgresError/sqlState`` says which.
        public static let serverError = Code(description: "server_error")
        /// The connection was closed, by us or by the server, or it broke.
        public static let closed = Code(description: "closed")
        /// No connection became free within the time to wait, or too many wait already.
        public static let poolExhausted = Code(description: "pool_exhausted")
        /// What came is not what a PostgreSQL server says here.
        public static let protocolViolation = Code(description: "protocol_violation")
        /// The result is larger than ``PostgresConfiguration/maximumResultBytes``.
        public static let resultTooLarge = Code(description: "result_too_large")
        /// A parameter or a statement that cannot be sent: a zero byte in text, too many or too large parameters.
        public static let invalidParameter = Code(description: "invalid_parameter")
    }

    /// What became of that which was asked for.
    public enum Outcome: String, Sendable, Hashable {
        /// The server never began it.
        case notExecuted
        /// The server may have begun it; nothing of it was kept.
        case rolledBack
        /// Nobody knows: it may be done. Ask, or repeat it only when repeating does no harm.
        case unknown
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence for people.
    public let message: String
    /// The five characters with which the server names its error (PostgreSQL's documentation, appendix A).
    public let sqlState: String?
    /// Whether the statement may have run.
    public let outcome: Outcome
    /// The constraint, table and column the server's error is about, as far as it says.
    public let subject: Subject
    /// What lay behind it.
    public let cause: (any Error)?

    /// What a server's error is about.
    public struct Subject: Sendable, Hashable {
        /// The constraint's name.
        public var constraint: String?
        /// The table's name.
        public var table: String?
        /// The column's name.
        public var column: String?

        /// Names what an error is about.
        public init(constraint: String? = nil, table: String? = nil, column: String? = nil) {
            (self.constraint, self.table, self.column) = (constraint, table, column)
        }
    }

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        sqlState: String? = nil,
        outcome: Outcome = .notExecuted,
        subject: Subject = Subject(),
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.outcome = outcome
        self.subject = subject
        self.cause = cause
    }

    /// Whether the same request may succeed later, with nothing changed but the time.
    ///
    /// Of the server's errors these are connection exceptions (08), insufficient resources (53), an operator's
    /// intervention (57P, and 57014: a statement that took too long), conflicts between transactions (40), a lock that
    /// was not to be had (55P03), a server that only reads just now (25006), and a system's error (58).
    public var isTransient: Bool {
        switch self.code {
        case .connectionFailed, .timedOut, .closed, .poolExhausted:
            return true
        case .serverError:
            guard let state = self.sqlState else { return false }
            let prefixes = ["08", "40", "53", "57P", "58"]
            return prefixes.contains { state.hasPrefix($0) } || ["55P03", "57014", "25006"].contains(state)
        default:
            return false
        }
    }

    /// `code (SQLSTATE): message`.
    public var description: String {
        let state = self.sqlState.map { " (\($0))" } ?? ""
        return "\(self.code)\(state): \(self.message)" + (self.cause.map { " (\($0))" } ?? "")
    }

    /// The same failure of something of which more is known.
    func with(outcome: Outcome) -> PostgresError {
        PostgresError(
            self.code,
            self.message,
            sqlState: self.sqlState,
            outcome: outcome,
            subject: self.subject,
            cause: self.cause
        )
    }
}
#endif
