// SPDX-License-Identifier: Apache-2.0

/// How different two rows of things are (Levenshtein): letters of a word, words of a sentence.
enum EditDistance {
    /// Substitutions, insertions and omissions of the best alignment.
    static func edits<Element: Equatable>(_ one: [Element], _ other: [Element]) -> Int {
        var row = Array(0...other.count)
        for (index, element) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let changed = diagonal + (element == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
