// SPDX-License-Identifier: Apache-2.0

/// Where U+200D (joiner) and U+200C (non-joiner) carry meaning.
enum Joining {
    static func isMeaningful(
        _ joiner: Unicode.Scalar,
        between left: Unicode.Scalar,
        and right: Unicode.Scalar
    ) -> Bool {
        if joiner == "\u{200D}", self.endsEmoji(left), right.properties.isEmoji, !right.isASCII { return true }
        return self.usesJoiners(left) && self.usesJoiners(right)
    }

    /// An emoji, its presentation selector or its skin tone.
    private static func endsEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{FE0F}" || (scalar.properties.isEmoji && !scalar.isASCII)
    }

    /// Letters and marks of cursive and conjoining scripts: Arabic with its relatives and N'Ko, and those of South and
    /// South-East Asia, Mongolian. See chapters 9, 12, 13 and 16 of the Unicode Standard, and UAX 31, section 2.3.
    private static func usesJoiners(_ scalar: Unicode.Scalar) -> Bool {
        let isInBlock =
            switch scalar.value {
            case 0x0600...0x08FF, 0x0900...0x0DFF, 0x0F00...0x109F, 0x1700...0x18AF, 0x1900...0x1AAF, 0x1B00...0x1C4F,
                0x1CD0...0x1CFF, 0xA840...0xA87F, 0xA880...0xA8FF, 0xA930...0xA9FF, 0xAA00...0xAAFF, 0xABC0...0xABFF,
                0xFB50...0xFDCF, 0xFDF0...0xFDFF, 0xFE70...0xFEFC, 0x1_0AC0...0x1_0AFF, 0x1_0D00...0x1_0D3F,
                0x1_1000...0x1_1FFF, 0x1_E900...0x1_E95F:
                true
            default: false
            }
        guard isInBlock else { return false }
        switch scalar.properties.generalCategory {
        case .otherLetter, .uppercaseLetter, .lowercaseLetter, .modifierLetter, .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }
}
