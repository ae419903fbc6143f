// SPDX-License-Identifier: Apache-2.0

extension SafeText {
    /// Text for one line of a log: everything a terminal, a pager or a log reader might obey is written as an escape.
    ///
    /// The backslash, control characters, line breaks, hidden characters and those without a meaning of their own become
    /// `\\`, `\n`, `\r`, `\t` or `\u…` (units of UTF-16), so that no two texts look the same. A longer text is cut
    /// before the limit, in bytes of the result, and ends in `…`, which is within it.
    public static func logLine(_ text: String, limit: Int = 1_024) -> String {
        var result = TextWriter()
        // Where the text would end if it had to be cut.
        var end = 0
        for scalar in text.unicodeScalars {
            self.write(scalar, to: &result)
            guard result.bytes.count <= limit else {
                return limit < 3 ? "" : String(decoding: result.bytes[..<end], as: UTF8.self) + "…"
            }
            if result.bytes.count <= limit - 3 { end = result.bytes.count }
        }
        return result.text
    }

    private static func write(_ scalar: Unicode.Scalar, to result: inout TextWriter) {
        switch scalar {
        case "\\": result.write(text: "\\\\")
        case "\n": result.write(text: "\\n")
        case "\r": result.write(text: "\\r")
        case "\t": result.write(text: "\\t")
        case _ where (0x20..<0x7F) ~= scalar.value: result.write(scalar)
        default:
            switch ScalarClass(scalar) {
            case .visible, .mark: result.write(scalar)
            default: result.writeEscape(of: scalar)
            }
        }
    }
}
