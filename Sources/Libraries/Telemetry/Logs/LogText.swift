// SPDX-License-Identifier: Apache-2.0

/// Which characters may stand in a log line as they are.
enum LogText {
    /// Whether a terminal, a pager or a browser might obey a character instead of showing it.
    ///
    /// Control characters (also those of C1, which start ANSI sequences in one byte), line and paragraph separators,
    /// what reorders or hides text, and what is no character.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F: false
        case 0x00..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xE_0000...0xE_0FFF:
            true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    /// The scalar as one or two units of UTF-16, each in four digits.
    static func appendEscape(_ scalar: Unicode.Scalar, to line: inout [UInt8]) {
        let digits = StaticString("0123456789abcdef")
        for unit in UTF16.encode(scalar) ?? .init() {
            line += "\\u".utf8
            for shift in [12, 8, 4, 0] {
                line.append(digits.utf8Start[Int(unit >> UInt16(shift) & 15)])
            }
        }
    }

    static func append(_ scalar: Unicode.Scalar, to line: inout [UInt8]) {
        // UTF8.encode cannot fail for a scalar.
        line.append(contentsOf: UTF8.encode(scalar) ?? .init())
    }
}
