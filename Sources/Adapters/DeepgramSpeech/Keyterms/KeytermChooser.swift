// SPDX-License-Identifier: Apache-2.0

import CallCore

/// Makes key terms of what callers are likely to say: first what was configured, then keywords, the values of slots, and
/// the rare words of phrases, as far as Deepgram takes them.
struct KeytermChooser {
    /// Key terms at most.
    let limit: Int
    /// Tokens of all together at most.
    let tokens: Int

    /// A term that is longer is a sentence.
    private static let longestTerm = 100
    /// A word of a phrase that is shorter is rarely a name of anything.
    private static let shortestWord = 4

    func keyterms(_ configured: [String], _ hints: SpeechHints) -> [String] {
        var terms: [String] = []
        var seen: Set<String> = []
        var left = self.tokens
        let slots = hints.slots.sorted { $0.key < $1.key }.flatMap(\.value)
        for term in configured + hints.keywords + slots + hints.phrases.flatMap(Self.rareWords) {
            let words = term.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard terms.count < self.limit, !words.isEmpty, words.utf8.count <= Self.longestTerm else { continue }
            let cost = Self.tokens(words)
            guard cost <= left, seen.insert(words.lowercased()).inserted else { continue }
            left -= cost
            terms.append(words)
        }
        return terms
    }

    /// The words of a phrase that are not everybody's; placeholders are left out, whose values come by themselves.
    private static func rareWords(_ phrase: String) -> [String] {
        phrase.split(whereSeparator: \.isWhitespace).compactMap { word in
            guard !word.contains(where: { $0 == "{" || $0 == "}" }) else { return nil }
            let bare = word.drop { !$0.isLetter }.reversed().drop { !$0.isLetter }.reversed()
            let text = String(bare)
            return text.count >= Self.shortestWord && !CommonWords.contains(text.lowercased()) ? text : nil
        }
    }

    /// More than a tokeniser makes of it: one for each three bytes of a word.
    private static func tokens(_ term: String) -> Int {
        term.split(separator: " ").reduce(0) { $0 + ($1.utf8.count + 2) / 3 }
    }
}
