// SPDX-License-Identifier: Apache-2.0

import Telemetry

extension LogComponent {
    /// How far a word may be from the name that is meant.
    private static let likeness = 3

    /// Reads the levels of all parts, or of some: `info,Calls=debug`. Throws a ``Telemetry/TelemetryError`` with a sentence for
    /// whoever wrote the text, also where it names no part: nothing else in the process logs under a label of its own, since
    /// all libraries are given the logger of the part that uses them.
    static func levels(_ text: String) throws(TelemetryError) -> LogLevels {
        let levels = try LogLevels(text)
        for label in levels.labels.keys.sorted() where LogComponent(rawValue: label) == nil {
            throw TelemetryError(.invalidLogLevels, Self.complaint(about: label))
        }
        return levels
    }

    private static func complaint(about label: String) -> String {
        let guess = Self.nearest(to: label).map { "; did you mean \($0.rawValue)?" } ?? "."
        let names = Self.allCases.map(\.rawValue).sorted().joined(separator: ", ")
        return "\"\(label.prefix(40))\" is no part of the server that logs\(guess) There are \(names)."
    }

    /// The part whose name is most like a word, if any is.
    static func nearest(to word: String) -> LogComponent? {
        let word = Array(word.prefix(40).lowercased())
        let distances = Self.allCases.map {
            (part: $0, edits: EditDistance.edits(word, Array($0.rawValue.lowercased())))
        }
        guard let best = distances.min(by: { $0.edits < $1.edits }), best.edits <= Self.likeness else { return nil }
        return best.part
    }
}
