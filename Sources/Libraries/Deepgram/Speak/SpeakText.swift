// SPDX-License-Identifier: Apache-2.0

/// Cuts a text into pieces that Deepgram takes: one request, or one `Speak` message, holds up to 2,000 characters.
public enum SpeakText {
    /// The most characters of one piece, counted as Unicode scalars, which are never fewer than what Deepgram counts.
    public static let longestPiece = 2_000

    /// The pieces in order, without blanks at their ends; none for a text with nothing but blanks.
    ///
    /// Cut at the end of the last sentence that fits, else after a clause, else between words; a script without spaces,
    /// or a word that is longer than a piece, between two characters as a reader sees them, never inside one. Fails with
    /// ``DeepgramError/Code/invalidParameters`` when one such character alone is too long.
    public static func pieces(of text: String, longest: Int = longestPiece) throws(DeepgramError) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            let end = try Self.end(of: rest, longest: longest)
            let piece = Self.trimmed(rest[..<end])
            if !piece.isEmpty { pieces.append(String(piece)) }
            rest = rest[end...]
        }
        return pieces
    }

    private static func end(of rest: Substring, longest: Int) throws(DeepgramError) -> Substring.Index {
        var cuts = Cuts()
        var length = 0
        var index = rest.startIndex
        while index < rest.endIndex {
            let character = rest[index]
            length += character.unicodeScalars.count
            guard length <= longest else {
                if let cut = cuts.best { return cut }
                guard index > rest.startIndex else {
                    throw DeepgramError(.invalidParameters, "A single character of the text is too long to be spoken.")
                }
                return index
            }
            let next = rest.index(after: index)
            cuts.note(character, next: next < rest.endIndex ? rest[next] : nil, at: next)
            index = next
        }
        return rest.endIndex
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension SpeakText {
    /// The last places so far where a text may be cut, best kind first.
    private struct Cuts {
        private var sentence: Substring.Index?
        private var clause: Substring.Index?
        private var word: Substring.Index?

        var best: Substring.Index? { self.sentence ?? self.clause ?? self.word }

        mutating func note(_ character: Character, next: Character?, at end: Substring.Index) {
            let isBeforeBlank = next.map(\.isWhitespace) ?? true
            switch character {
            case "。", "！", "？", "\n", "\r\n", "\u{2029}": self.sentence = end
            case ".", "!", "?", "…", "؟", "।": if isBeforeBlank { self.sentence = end }
            case "、", "，", "；": self.clause = end
            case ",", ";", ":", ")", "–", "—": if isBeforeBlank { self.clause = end }
            default: if character.isWhitespace { self.word = end }
            }
        }
    }
}
