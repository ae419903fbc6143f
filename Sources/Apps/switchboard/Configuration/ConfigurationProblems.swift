// SPDX-License-Identifier: Apache-2.0

/// Everything that is wrong with the configuration, at once.
struct ConfigurationProblems: Error, Sendable, CustomStringConvertible {
    let problems: [ConfigurationProblem]

    /// One line for each problem.
    var description: String {
        let count = self.problems.count
        return "The configuration has \(count) problem\(count == 1 ? "" : "s"):\n"
            + self.problems.map { "  - \($0)" }.joined(separator: "\n")
    }
}
