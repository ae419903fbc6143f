// SPDX-License-Identifier: Apache-2.0

/// Compares what was said with what was understood, word by word.
struct WordAccuracy: Sendable, Hashable, Codable {
    /// Words that were said.
    let spoken: Int
    /// Substitutions, insertions and omissions of the best alignment (Levenshtein).
    let errors: Int

    /// Compares two texts; case and punctuation do not count.
    init(spoken: String, understood: String) {
        let said = Self.words(spoken)
        let heard = Self.words(understood)
        self.spoken = said.count
        self.errors = Self.distance(said, heard)
    }

    /// The share of the words that is right, 0…1.
    var share: Double {
        self.spoken == 0 ? 1 : max(0, 1 - Double(self.errors) / Double(self.spoken))
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }

    private static func distance(_ said: [String], _ heard: [String]) -> Int {
        var row = Array(0...heard.count)
        for (index, word) in said.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in heard.indices {
                let substitution = diagonal + (word == heard[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[heard.count]
    }
}
