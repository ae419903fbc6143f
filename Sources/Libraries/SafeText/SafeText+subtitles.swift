// SPDX-License-Identifier: Apache-2.0

extension SafeText {
    /// The text of a WebVTT cue: cleaned, without empty lines, which would end the cue, and without an arrow.
    ///
    /// `&`, `<` and `>` become references, so `-->` cannot occur. See <https://www.w3.org/TR/webvtt1/#cue-text>.
    public static func vtt(_ text: String, lineBreaks: LineBreaks = .collapsed) -> String {
        self.cue(text, lineBreaks)
    }

    /// The text of a SubRip cue: as ``vtt(_:lineBreaks:)``, and without the override codes some players obey.
    ///
    /// SubRip has no standard: players take `<b>` for HTML, and `{\an8}` for a command.
    public static func srt(_ text: String, lineBreaks: LineBreaks = .collapsed) -> String {
        self.cue(text, lineBreaks).replacing("{\\", with: "{ \\")
    }

    private static func cue(_ text: String, _ lineBreaks: LineBreaks) -> String {
        var options = Options()
        options.lineBreaks = lineBreaks
        options.keepsUnassigned = true
        var result = TextWriter(capacity: text.utf8.count)
        for scalar in self.clean(text, options: options).unicodeScalars {
            switch scalar {
            case "&": result.write(text: "&amp;")
            case "<": result.write(text: "&lt;")
            case ">": result.write(text: "&gt;")
            default: result.write(scalar)
            }
        }
        return result.text
    }
}
