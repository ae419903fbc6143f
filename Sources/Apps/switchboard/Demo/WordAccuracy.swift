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
        self.errors = EditDistance.edits(said, heard)
    }

    /// The share of the words that is right, 0…1.
    var share: Double {
        self.spoken == 0 ? 1 : max(0, 1 - Double(self.errors) / Double(self.spoken))
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
    }
}
