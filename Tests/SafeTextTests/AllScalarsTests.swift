// SPDX-License-Identifier: Apache-2.0

import SafeText
import Testing

/// Properties that hold for each of the 1,112,064 scalars, alone and between letters.
@Suite struct AllScalarsTests {
    private static var all: some Sequence<Unicode.Scalar> {
        (UInt32(0)...0x10_FFFF).lazy.compactMap { Unicode.Scalar($0) }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
        default:
            scalar.properties.isNoncharacterCodePoint || scalar.properties.isDefaultIgnorableCodePoint
                || (0x202A...0x202E ~= scalar.value) || (0x2066...0x2069 ~= scalar.value)
        }
    }

    /// Each scalar between letters, 4,096 of them in a text.
    private static var texts: some Sequence<String> {
        stride(from: UInt32(0), through: 0x10_FFFF, by: 4_096).lazy.map { start in
            (start..<start + 4_096).compactMap { Unicode.Scalar($0) }.map { "a\($0)b" }.joined()
        }
    }

    @Test func cleaningLeavesNothingThatCannotBeSeen() {
        for text in Self.texts {
            let clean = SafeText.clean(text)
            let wrong = clean.unicodeScalars.filter { Self.isForbidden($0) && !Self.isPresentation($0) }
            #expect(wrong.isEmpty)
            // Cleaning what is clean changes nothing.
            #expect(SafeText.clean(clean).utf8.elementsEqual(clean.utf8))
            #expect(clean.unicodeScalars.count(where: { $0 == "b" }) >= 2_048 || text.unicodeScalars.count < 8_192)
        }
    }

    @Test func escapersLeaveNothingThatIsObeyed() {
        let quotes = "<>\"'`".unicodeScalars
        let script = "<>&\u{2028}\u{2029}\u{7F}".unicodeScalars
        for text in Self.texts {
            for html in [SafeText.html(text), SafeText.htmlAttribute(text)] {
                #expect(!html.unicodeScalars.contains { quotes.contains($0) || Self.isBidi($0) })
                #expect(!html.unicodeScalars.contains { (0x7F..<0xA0) ~= $0.value })
            }
            #expect(!SafeText.htmlAttribute(text).unicodeScalars.contains { $0.value < 0x20 })
            #expect(
                !SafeText.html(text).unicodeScalars.contains { $0.value < 0x20 && !"\t\n\u{C}".contains(Character($0)) }
            )
            let json = SafeText.json(text).unicodeScalars
            #expect(!json.contains { $0.value < 0x20 || script.contains($0) || Self.isBidi($0) })
            let line = SafeText.logLine(text, limit: .max)
            #expect(!line.unicodeScalars.contains { Self.isForbidden($0) })
            #expect(
                !SafeText.terminal(text).unicodeScalars.contains { Self.isForbidden($0) && !Self.isPresentation($0) }
            )
            #expect(!SafeText.vtt(text).unicodeScalars.contains { "<>\n".unicodeScalars.contains($0) })
        }
    }

    /// At the beginning of a field, alone and behind what a spreadsheet skips.
    @Test func csvLeavesNoFormula() {
        var wrong: [UInt32] = []
        for scalar in Self.all {
            for start in scalar.value < 0x1_0000 ? ["", " ", "\u{A0}", "\u{200B}", "\u{200D}"] : [""] {
                let field = SafeText.csv("\(start)\(scalar)1").unicodeScalars
                let content = field.first == "\"" ? field.dropFirst() : field[...]
                let first = content.first { !($0.properties.generalCategory == .spaceSeparator || $0 == "\u{200D}") }
                if let first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) { wrong.append(scalar.value) }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(10))")
    }

    @Test func theClassesAreWhatTheySay() {
        for scalar in Self.all where SafeText.isLineBreak(scalar) || SafeText.isHidden(scalar) {
            #expect(!scalar.properties.isAlphabetic || scalar.properties.isDefaultIgnorableCodePoint)
            #expect(!SafeText.isLineBreak(scalar) || !SafeText.isHidden(scalar))
        }
    }

    /// Stays after an emoji, and digits are some.
    private static func isPresentation(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{FE0E}" || scalar == "\u{FE0F}"
    }

    private static func isBidi(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
