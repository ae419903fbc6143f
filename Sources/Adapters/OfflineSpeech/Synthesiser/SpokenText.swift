// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import Foundation

/// Text cut into sentences that Flite can speak, with the words the listener will know them by.
///
/// Flite reads ASCII. Accents are dropped, typographic marks made plain, everything else outside of ASCII and all control
/// characters are left out; nothing in the text is markup.
struct SpokenText {
    /// A sentence, or as much of one as is spoken at a time.
    struct Sentence: Hashable {
        /// The words as written, each with the number of words it is for Flite (0 for a lone dash).
        var words: [Written]
        /// What Flite gets.
        var spoken: String

        struct Written: Hashable {
            var text: String
            var pieces: Int
        }
    }

    let sentences: [Sentence]

    /// A sentence without an end is cut after so many words.
    private static let longestSentence = 40
    /// A word without an end is cut after so many characters.
    private static let longestWord = 40

    init(_ text: String) {
        var sentences: [Sentence] = []
        var words: [Sentence.Written] = []
        var spoken: [String] = []
        func end() {
            if !words.isEmpty { sentences.append(Sentence(words: words, spoken: spoken.joined(separator: " "))) }
            (words, spoken) = ([], [])
        }
        for word in text.split(whereSeparator: \.isWhitespace) {
            let pieces = Self.pieces(word)
            words.append(Sentence.Written(text: String(word), pieces: pieces.count))
            spoken += pieces
            if spoken.count >= Self.longestSentence || Self.endsSentence(word) { end() }
        }
        end()
        self.sentences = sentences
    }

    private static func endsSentence(_ word: Substring) -> Bool {
        guard let mark = word.last(where: { $0 != "\"" && $0 != ")" && $0 != "'" }) else { return false }
        return mark == "." || mark == "!" || mark == "?"
    }

    /// What Flite reads for a word: none, when there is neither letter nor digit in it.
    private static func pieces(_ word: Substring) -> [String] {
        let ascii = Self.ascii(word)
        return ascii.split(separator: " ").flatMap { part -> [String] in
            let bytes = Array(part.utf8)
            return stride(from: 0, to: bytes.count, by: Self.longestWord).map { start in
                String(decoding: bytes[start..<min(start + Self.longestWord, bytes.count)], as: UTF8.self)
            }
        }.filter { piece in piece.contains { $0.isLetter || $0.isNumber } }
    }

    private static func ascii(_ word: Substring) -> String {
        var result = ""
        for scalar in String(word).decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "\u{2018}", "\u{2019}": result.append("'")
            case "\u{2013}", "\u{2014}", "-", "/", "_": result.append(" ")
            case "\u{00DF}": result.append("ss")
            case "<", ">", "\\", "{", "}", "[", "]", "|", "^", "~", "`", "\"": result.append(" ")
            case " "..."~": result.unicodeScalars.append(scalar)
            default: continue
            }
        }
        return result
    }
}
#endif
