// SPDX-License-Identifier: Apache-2.0

@_spi(_Unicode) import Swift

extension SafeText {
    /// The words of a text for a search, in order: runs of letters and digits, in lower case and without accents.
    ///
    /// "Über 5:30" is `uber`, `5`, `30`. Whatever else is in the text only parts words, so a word is safe in any query
    /// language. Decomposed by the standard library's normaliser; see `CanonicalForm`.
    public static func words(in text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in text.lowercased()._nfd {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
                .letterNumber, .otherNumber:
                word.append(scalar)
            case .nonspacingMark, .spacingMark, .enclosingMark:
                continue
            default:
                if !word.isEmpty { words.append(String(word)) }
                word = String.UnicodeScalarView()
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }
}
