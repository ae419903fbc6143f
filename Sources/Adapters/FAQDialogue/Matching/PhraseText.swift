// SPDX-License-Identifier: Apache-2.0

/// Brings written and recognised text to one spelling: lower case, no punctuation, numbers as words.
enum PhraseText {
    /// The words as a recogniser's dictionary has them: `What's open at 7:30?` → `what's open at seven thirty`.
    ///
    /// `{name}` stays as it is.
    static func spoken(_ text: String) -> String {
        Self.split(text).flatMap { $0.hasPrefix("{") ? [$0] : NumberWords.spell($0) }.joined(separator: " ")
    }

    /// The words as they are compared: as ``spoken(_:)``, with contractions written out (`what's` → `what is`).
    static func words(_ text: String) -> [String] {
        Self.split(text).flatMap { word -> [String] in
            if word.hasPrefix("{") { return [word] }
            return word.contains("'") ? Self.expand(word) : NumberWords.spell(word)
        }
    }

    /// The slot's name if the word is `{name}`.
    static func slot(_ word: String) -> String? {
        word.hasPrefix("{") && word.hasSuffix("}") ? String(word.dropFirst().dropLast()) : nil
    }

    /// Cuts at everything that is neither letter, digit, apostrophe nor part of a time (`7:30`) or of `{name}`.
    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isSlot = false
        func end() {
            let trimmed = word.hasPrefix("{") ? word : Self.trim(word)
            if !trimmed.isEmpty { words.append(trimmed) }
            word = ""
        }
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "{":
                end()
                isSlot = true
                word = "{"
            case "}" where isSlot:
                word += "}"
                isSlot = false
                end()
            case "_" where isSlot:
                word.unicodeScalars.append(scalar)
            case "'", "\u{2019}", "\u{02BC}":
                word += "'"
            case ":", ".":
                // Kept inside numbers; `trim` takes it off at the end of a sentence.
                if let last = word.unicodeScalars.last, last.properties.numericType != nil {
                    word.unicodeScalars.append(":")
                } else if scalar == ":" || !Self.isInitial(word) {
                    end()
                }
            default:
                if Self.isWordScalar(scalar) { word.unicodeScalars.append(scalar) } else { end() }
            }
        }
        end()
        return words
    }

    /// `p.m.` is one word, `you. is` are two.
    private static func isInitial(_ word: String) -> Bool { word == "p" || word == "a" }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }

    private static func trim(_ word: String) -> String {
        var slice = word[...]
        while let last = slice.last, last == "'" || last == ":" { slice.removeLast() }
        while slice.first == "'" { slice.removeFirst() }
        return String(slice)
    }

    private static let contractions: [String: [String]] = [
        "can't": ["can", "not"], "won't": ["will", "not"], "let's": ["let", "us"], "o'clock": ["o'clock"],
        "y'all": ["you", "all"], "ma'am": ["ma'am"],
    ]

    private static let endings: [(String, String)] = [
        ("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"), ("'m", "am"), ("'s", "is"),
    ]

    private static func expand(_ word: String) -> [String] {
        if let known = Self.contractions[word] { return known }
        for (ending, expansion) in Self.endings where word.hasSuffix(ending) && word.count > ending.count {
            return [String(word.dropLast(ending.count)), expansion]
        }
        return [word.filter { $0 != "'" }]
    }
}
