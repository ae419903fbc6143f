// SPDX-License-Identifier: Apache-2.0

/// Why a dialogue cannot be used.
public struct FAQError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// The file cannot be read.
        public static let unreadable = Code(description: "unreadable")
        /// The file is no YAML.
        public static let syntax = Code(description: "syntax")
        /// The YAML is no dialogue: an unknown key, a wrong value, a slot that is not defined.
        public static let invalid = Code(description: "invalid")
        /// Larger than the limits of `docs/dialogue.md`.
        public static let tooLarge = Code(description: "too_large")
        /// The search index failed.
        public static let index = Code(description: "index")
    }

    /// The kind of failure.
    public let code: Code
    /// The problems with their mends, one a line.
    public let message: String
    /// Each problem by itself, for tools; empty when it is no fault of the file's content.
    public let problems: [FAQProblem]
    /// What lay behind it.
    public let cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, problems: [FAQProblem] = [], cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.problems = problems
        self.cause = cause
    }

    /// Code, message and cause.
    public var description: String {
        "\(self.code): \(self.message)" + (self.cause.map { " (\($0))" } ?? "")
    }
}
