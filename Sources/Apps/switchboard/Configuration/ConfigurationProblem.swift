// SPDX-License-Identifier: Apache-2.0

/// One thing that is wrong with the configuration, with the mend.
struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The setting's name in the environment, or the file.
    let subject: String
    /// What is wrong and what to do.
    let message: String

    /// Both in one line.
    var description: String { "\(self.subject) \(self.message)" }
}
