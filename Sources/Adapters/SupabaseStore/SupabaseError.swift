// SPDX-License-Identifier: Apache-2.0

/// Why Supabase did not do what it was asked. Holds no key, no number and nothing that a caller said.
package struct SupabaseError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure: what is wrong with the settings, or how a request ended.
    package enum Code: Sendable, Hashable, CustomStringConvertible {
        /// `SUPABASE_URL` cannot be used.
        case invalidURL
        /// `SUPABASE_SERVICE_ROLE_KEY` cannot be used.
        case invalidKey
        /// A request ended so.
        case failed(SupabaseOutcome)

        /// The code's name, for logs and metrics.
        package var description: String {
            switch self {
            case .invalidURL: "invalid_url"
            case .invalidKey: "invalid_key"
            case .failed(let outcome): outcome.rawValue
            }
        }
    }

    /// The kind of failure.
    package let code: Code
    /// One sentence, and the mend.
    package let message: String
    /// What came back, if anything did.
    package let answer: SupabaseAnswer.Facts?
    /// What lay behind it.
    package let cause: (any Error)?

    /// Creates an error.
    package init(_ code: Code, _ message: String, answer: SupabaseAnswer.Facts? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.answer = answer
        self.cause = cause
    }

    /// The code and what support asks for; the sentence is ``message``.
    package var description: String {
        self.code.description + (self.answer.map { ", \($0)" } ?? "")
    }
}
