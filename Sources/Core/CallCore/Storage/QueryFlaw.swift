// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a parameter of a question that came as text.
package struct QueryFlaw: Error, Sendable, Hashable {
    /// The parameter.
    package let parameter: String
    /// What it must be, in one sentence.
    package let message: String

    package init(_ parameter: String, _ message: String) {
        self.parameter = parameter
        self.message = message
    }

    /// It is none of these.
    init(_ parameter: String, oneOf values: [String]) {
        self.init(parameter, "\(parameter) must be one of \(values.joined(separator: ", ")).")
    }
}
