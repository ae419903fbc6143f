// SPDX-License-Identifier: Apache-2.0

import SafeText

/// How what was said is searched, in every store alike.
///
/// A line and a question are cut into words of letters and digits, in lower case and without accents ("Über 5:30" is
/// `uber 5 30`). A line is found when it holds all words of the question; a `*` behind the last letters stands for any
/// end (`reserv*`). Stores index ``words(in:)`` joined by spaces, so that no tokenizer of theirs decides anything.
public struct SearchText: Sendable, Hashable {
    /// One word of a question.
    public struct Word: Sendable, Hashable {
        /// Letters and digits only, folded; safe in any query language.
        public var text: String
        /// Whether words that only begin like this are meant too.
        public var isPrefix: Bool
    }

    /// The longest question, in words; the rest is ignored.
    public static let maximumWords = 16

    /// What has to be in a line.
    public let words: [Word]

    /// Reads a question; `nil` if there is no word in it.
    public init?(_ question: String) {
        var words: [Word] = []
        for part in question.split(whereSeparator: \.isWhitespace) {
            var folded = Self.words(in: String(part))
            guard let last = folded.popLast() else { continue }
            words += folded.map { Word(text: $0, isPrefix: false) }
            words.append(Word(text: last, isPrefix: part.hasSuffix("*")))
        }
        guard !words.isEmpty else { return nil }
        self.words = Array(words.prefix(Self.maximumWords))
    }

    /// The words of a text, folded, in order.
    public static func words(in text: String) -> [String] { SafeText.words(in: text) }

    /// Whether a text holds all words.
    public func matches(_ text: String) -> Bool {
        let words = Self.words(in: text).map { Array($0.utf8) }
        return self.words.allSatisfy { wanted in
            let bytes = Array(wanted.text.utf8)
            return words.contains { wanted.isPrefix ? $0.starts(with: bytes) : $0 == bytes }
        }
    }
}
