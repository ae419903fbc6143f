// SPDX-License-Identifier: Apache-2.0

/// All problems of a document: the cause of the ``TwilioError`` that ``Response/validated(for:)`` throws.
public struct TwiMLProblems: Error, Sendable, Hashable, CustomStringConvertible {
    /// In the order of the document; those of the whole document come first. Never empty.
    public let problems: [TwiMLProblem]

    /// One line for each problem.
    public var description: String {
        self.problems.map(\.description).joined(separator: "\n")
    }
}
