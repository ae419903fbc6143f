// SPDX-License-Identifier: Apache-2.0

/// Why a speech engine could not do its work.
public struct SpeechError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is; callers decide by it.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, for logs and metrics.
        public let description: String

        /// The engine is not there: not built in, model missing, connection refused.
        public static let unavailable = Code(description: "unavailable")
        /// The engine would have to keep more than it may.
        public static let overloaded = Code(description: "overloaded")
        /// The request makes no sense to the engine.
        public static let invalidRequest = Code(description: "invalid_request")
        /// The engine refused the credential.
        public static let unauthorised = Code(description: "unauthorised")
        /// The engine broke its own protocol or failed inside.
        public static let engineFailure = Code(description: "engine_failure")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence with the mend, fit for an operator's log.
    public let message: String
    /// What the engine itself said, if anything.
    public let cause: String?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// Code, message and cause in one line.
    public var description: String {
        "\(self.code): \(self.message)" + (self.cause.map { " (\($0))" } ?? "")
    }
}
