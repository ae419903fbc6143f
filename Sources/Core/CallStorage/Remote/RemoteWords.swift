// SPDX-License-Identifier: Apache-2.0

import CallCore

/// ``CallCore/SearchText`` within the bounds of PostgreSQL's `tsvector`: a word of less than 2 kB, all words of a line
/// less than 1 MB (PostgreSQL manual, "Text Search: Limitations").
enum RemoteWords {
    /// What is kept of a word, in bytes. Words that begin alike for so long are not told apart.
    static let longestWord = 512
    /// What of a line is searched, in bytes of its words.
    static let longestLine = 512 << 10

    /// The words of a line, parted by spaces.
    static func indexed(_ text: String) -> String {
        var joined: [UInt8] = []
        for word in SearchText.words(in: text) {
            let kept = Self.cut(word)
            guard joined.count + kept.utf8.count < Self.longestLine else { break }
            if !joined.isEmpty { joined.append(UInt8(ascii: " ")) }
            joined.append(contentsOf: kept.utf8)
        }
        return String(decoding: joined, as: UTF8.self)
    }

    /// The words of a question, cut like those of lines.
    static func asked(_ question: SearchText) -> [SearchText.Word] {
        question.words.map { word in
            var word = word
            word.text = Self.cut(word.text)
            return word
        }
    }

    private static func cut(_ word: String) -> String {
        guard word.utf8.count > Self.longestWord else { return word }
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in word.unicodeScalars {
            count += UTF8.width(scalar)
            guard count <= Self.longestWord else { break }
            kept.append(scalar)
        }
        return String(kept)
    }
}
