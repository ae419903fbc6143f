// SPDX-License-Identifier: Apache-2.0

/// Finds what of a text was heard when its sound was cut off.
///
/// The engine's word times decide; without them the text is cut in proportion to the time, at a word's end.
struct SpeechCut {
    /// The time a character takes, for a text whose sound is not all there yet. Rather too long: what is not known to
    /// have been heard is not claimed.
    private static let character = Duration.milliseconds(80)

    let text: String
    private(set) var wordEnds: [Duration] = []

    init(text: String) {
        self.text = text
    }

    /// Notes that the next word's sound ends here. Bounded by the text: more words than characters are not kept.
    mutating func word(endingAt end: Duration) {
        if self.wordEnds.count < self.text.utf8.count { self.wordEnds.append(end) }
    }

    /// Tells the whole words that were heard.
    ///
    /// - Parameters:
    ///   - played: how much of the sound was played.
    ///   - produced: how much sound the engine has made.
    ///   - isAll: whether that is the sound of the whole text.
    /// - Returns: the words, joined by spaces.
    func heard(played: Duration, of produced: Duration, isAll: Bool) -> String {
        let tokens = self.text.split(whereSeparator: \.isWhitespace)
        let count =
            self.wordEnds.isEmpty
            ? self.count(of: tokens.count, played, isAll ? produced : max(produced, self.guess))
            : self.count(of: tokens.count, played, isAll: isAll)
        return tokens.prefix(count).joined(separator: " ")
    }

    private var guess: Duration { Self.character * self.text.utf8.count }

    /// Engines may speak other words than are written ("7" is one token, "seven" one word, "1999" two): the share of
    /// the engine's words that were complete is the share of the text. Of a text whose words are not all known yet, one
    /// is taken for one.
    private func count(of tokens: Int, _ played: Duration, isAll: Bool) -> Int {
        let complete = self.wordEnds.prefix { $0 <= played }.count
        return isAll ? tokens * complete / self.wordEnds.count : min(complete, tokens)
    }

    private func count(of tokens: Int, _ played: Duration, _ total: Duration) -> Int {
        guard total > .zero, played < total else { return total > .zero ? tokens : 0 }
        return Int(clamping: Int64(tokens) * max(played, .zero).milliseconds / max(total.milliseconds, 1))
    }
}
