// SPDX-License-Identifier: Apache-2.0

/// Makes one error of many problems.
struct FAQProblemList {
    private let problems: [FAQProblem]

    init(_ problems: [FAQProblem]) {
        self.problems = problems
    }

    /// Lists the problems in the order of the file, each with its place; more than 50 are only counted.
    func error(name: String) -> FAQError {
        let sorted = self.problems.enumerated().sorted {
            ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset)
        }
        var lines = sorted.prefix(FAQLimits.problems).map { "\(name):\($0.element)" }
        if self.problems.count > FAQLimits.problems {
            lines.append("\(name): and \(self.problems.count - FAQLimits.problems) more")
        }
        return FAQError(.invalid, lines.joined(separator: "\n"), problems: sorted.map(\.element))
    }
}
