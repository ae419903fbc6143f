// SPDX-License-Identifier: Apache-2.0

extension SafeText {
    /// A JSON string with its quotes; a parser reads exactly the text that was given.
    ///
    /// It stays text wherever the document is pasted, inside a `<script>` too: besides what JSON demands (RFC 8259,
    /// section 7), `<`, `>`, `&`, U+2028, U+2029, delete, C1 controls and hidden characters are written as `\u…`.
    public static func json(_ text: String) -> String {
        var result = TextWriter(capacity: text.utf8.count + 2)
        result.write("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result.write(text: "\\\"")
            case "\\": result.write(text: "\\\\")
            case "\n": result.write(text: "\\n")
            case "\r": result.write(text: "\\r")
            case "\t": result.write(text: "\\t")
            case _ where self.isMeaningfulOutsideJSON(scalar): result.writeEscape(of: scalar)
            default: result.write(scalar)
            }
        }
        result.write("\"")
        return result.text
    }

    /// A whole JSON document with the same characters escaped; it means the same as before.
    ///
    /// The document must be valid: what is escaped can then stand in strings only.
    public static func json(document: String) -> String {
        // Most documents have nothing to escape, and looking at bytes is quick: all of it is below or beyond ASCII.
        guard document.utf8.contains(where: { $0 >= 0x7F || $0 == 0x3C || $0 == 0x3E || $0 == 0x26 }) else {
            return document
        }
        var result = TextWriter(capacity: document.utf8.count)
        for scalar in document.unicodeScalars {
            if scalar.value >= 0x20, self.isMeaningfulOutsideJSON(scalar) {
                result.writeEscape(of: scalar)
            } else {
                result.write(scalar)
            }
        }
        return result.text
    }

    private static func isMeaningfulOutsideJSON(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "&": true
        case _ where scalar.value < 0x20: true
        case _ where scalar.isASCII: scalar.value == 0x7F
        default: self.isHarmful(scalar) || self.isLineBreak(scalar)
        }
    }
}
