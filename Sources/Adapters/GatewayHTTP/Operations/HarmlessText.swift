// SPDX-License-Identifier: Apache-2.0

/// Makes text that a stranger said or sent fit to be shown.
enum HarmlessText {
    /// One line without control characters, line breaks and characters that turn the direction of what follows.
    static func line(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if self.isBreak(scalar) {
                result.append(" ")
            } else if !self.isHidden(scalar) {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// ``line(_:)`` with what has a meaning in WebVTT, and in players that take SubRip for HTML, written as references.
    static func markup(_ text: String) -> String {
        var result = ""
        for scalar in self.line(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Control characters, Unicode's marks of direction (UAX 9), the byte order mark, and the invisible tags.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        case 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }
}
