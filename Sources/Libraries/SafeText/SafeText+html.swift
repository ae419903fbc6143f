// SPDX-License-Identifier: Apache-2.0

extension SafeText {
    /// Text between the tags of an HTML document, outside `script` and `style`.
    ///
    /// `&`, `<`, `>`, both quotes and the backtick become references; control characters, which HTML forbids, and marks
    /// of direction are removed. Tabs and line breaks stay. See <https://html.spec.whatwg.org/#escapingString>.
    public static func html(_ text: String) -> String {
        self.markup(text, escapesBreaks: false)
    }

    /// The value of an HTML attribute, to be written between quotes of either kind.
    ///
    /// As ``html(_:)``; tabs and line breaks become references too. It does not make a URL safe to follow: whether the
    /// scheme is `javascript:` must be decided before.
    public static func htmlAttribute(_ text: String) -> String {
        self.markup(text, escapesBreaks: true)
    }

    private static func markup(_ text: String, escapesBreaks: Bool) -> String {
        var result = TextWriter(capacity: text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.write(text: "&amp;")
            case "<": result.write(text: "&lt;")
            case ">": result.write(text: "&gt;")
            case "\"": result.write(text: "&quot;")
            case "'": result.write(text: "&#39;")
            case "`": result.write(text: "&#96;")
            case "\t", "\n", "\r", "\u{C}":
                // A parser makes LF of a bare CR; a reference keeps it.
                if escapesBreaks || scalar == "\r" {
                    result.write(text: "&#")
                    result.write(number: scalar.value)
                    result.write(text: ";")
                } else {
                    result.write(scalar)
                }
            case "\u{B}", "\u{85}", "\u{2028}", "\u{2029}":
                if escapesBreaks { result.write(text: "&#10;") } else { result.write("\n") }
            case _ where self.isHarmful(scalar): break
            default: result.write(scalar)
            }
        }
        return result.text
    }
}
