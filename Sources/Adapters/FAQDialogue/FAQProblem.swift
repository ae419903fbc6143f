// SPDX-License-Identifier: Apache-2.0

/// One mistake in a dialogue.
public struct FAQProblem: Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1, where it is known.
    public var line: Int?
    /// The column, counted from 1, where it is known.
    public var column: Int?
    /// The path of the key: `questions[3].answer`.
    public var key: String
    /// What is wrong and how to mend it.
    public var message: String

    /// Creates a problem.
    public init(line: Int? = nil, column: Int? = nil, key: String, message: String) {
        self.line = line
        self.column = column
        self.key = key
        self.message = message
    }

    /// `12:5: questions[3].answer: …`
    public var description: String {
        let place = self.line.map { "\($0):\(self.column ?? 1): " } ?? ""
        return place + (self.key.isEmpty ? "" : "\(self.key): ") + self.message
    }
}
