// SPDX-License-Identifier: Apache-2.0

/// Makes text that comes from outside fit to be said, kept and shown: one line of visible characters of bounded length.
enum PlainText {
    /// Replaces control characters and line ends by blanks, leaves out what is invisible or turns the direction of
    /// writing, and takes away blanks at both ends.
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: Self.isUnwanted) else {
            return Self.trimmed(text)
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !Self.isUnwanted(scalar) {
                result.append(scalar)
            } else if scalar.properties.generalCategory != .format {
                result.append(" ")
            }
        }
        return Self.trimmed(String(result))
    }

    /// The beginning of a text, at most so many characters, cut after a whole word where there is one.
    static func cut(_ text: String, to count: Int) -> String {
        guard let end = text.index(text.startIndex, offsetBy: count, limitedBy: text.endIndex), end < text.endIndex
        else { return text }
        let head = text[..<end]
        if text[end].isWhitespace { return Self.trimmed(String(head)) }
        let word = head.lastIndex(where: \.isWhitespace) ?? end
        return Self.trimmed(String(head[..<word]))
    }

    private static func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // U+200D joins the parts of one visible character and U+200C keeps them apart; several scripts need them.
        case .format: scalar.value != 0x200C && scalar.value != 0x200D
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        guard let first = text.firstIndex(where: { !isBlank($0) }),
            let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(text[first...last])
    }
}
