// SPDX-License-Identifier: Apache-2.0

/// Finds what of a text was heard when its sound was cut off.
///
/// The engine's word times decide; without them the text is cut in proportion to the time, at a word's end.
struct SpeechCut {
    let text: String
    private(set) var wordEnds: [Duration] = []

    init(text: String) {
        self.text = text
    }

    /// Notes that the next word's sound ends here. Bounded by the text: more words than characters are not kept.
    mutating func word(endingAt end: Duration) {
        if self.wordEnds.count < self.text.utf8.count { self.wordEnds.append(end) }
    }

    /// The whole words heard after `played` of a sound that is `total` long.
    func heard(played: Duration, of total: Duration) -> String {
        let tokens = self.text.split(whereSeparator: \.isWhitespace)
        let share = self.wordEnds.isEmpty ? self.share(of: played, in: total) : self.share(byWords: played)
        let count = Int((share * Double(tokens.count)).rounded(.down))
        return tokens.prefix(count).joined(separator: " ")
    }

    /// Engines may speak other words than are written ("7" is one token, "seven" one word, "1999" two): the share of
    /// the engine's words that were complete is the share of the text.
    private func share(byWords played: Duration) -> Double {
        let complete = self.wordEnds.prefix { $0 <= played }.count
        return Double(complete) / Double(self.wordEnds.count)
    }

    private func share(of played: Duration, in total: Duration) -> Double {
        total > .zero ? min(max(played / total, 0), 1) : 0
    }
}
