// SPDX-License-Identifier: Apache-2.0

extension SafeText {
    /// A field of a CSV record (RFC 4180), in quotes where it needs them, that no spreadsheet takes for a formula.
    ///
    /// A text that begins with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line break, also behind blanks, gets
    /// an apostrophe in front. Control and hidden characters are removed, tabs and line breaks stay. See
    /// <https://owasp.org/www-community/attacks/CSV_Injection>.
    public static func csv(_ text: String) -> String {
        let kept = text.unicodeScalars.lazy.filter { !self.isHarmful($0) }
        let isFormula = self.isFormula(kept)
        guard isFormula || !kept.allSatisfy({ self.isPlainInCSV($0) }) else {
            return String(String.UnicodeScalarView(kept))
        }
        var field = TextWriter(capacity: text.utf8.count + 3)
        field.write("\"")
        if isFormula { field.write("'") }
        for scalar in kept {
            if scalar == "\"" { field.write(scalar) }
            field.write(scalar)
        }
        field.write("\"")
        return field.text
    }

    /// A record with its line end.
    public static func csv(record fields: some Sequence<String>) -> String {
        fields.map { self.csv($0) }.joined(separator: ",") + "\r\n"
    }

    private static func isFormula(_ field: some Sequence<Unicode.Scalar>) -> Bool {
        let first = field.first(where: { scalar in
            !(scalar.properties.generalCategory == .spaceSeparator || self.isHidden(scalar))
        })
        switch first {
        case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\t", "\r", "\n": return true
        default: return first.map { self.isLineBreak($0) } ?? false
        }
    }

    private static func isPlainInCSV(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x2D...0x2F, 0x3A, 0x5F: true
        default: scalar.value > 0x7F && scalar.properties.isAlphabetic
        }
    }
}
