// SPDX-License-Identifier: Apache-2.0

extension JSONCursor {
    /// Moves over a string, from quote to quote.
    ///
    /// Checks everything but UTF-8, which only matters when the result is not ASCII.
    mutating func skipString() -> Text? {
        guard self.take(UInt8(ascii: "\"")) else { return nil }
        var text = Text(range: self.position..<self.position)
        let start = self.position
        while true {
            self.skipPlainWords()
            guard self.position < self.bytes.count else { return nil }
            switch self.bytes[self.position] {
            case UInt8(ascii: "\""):
                text.range = start..<self.position
                self.advance()
                return text
            case UInt8(ascii: "\\"):
                text.hasEscapes = true
                guard self.skipEscape() else { return nil }
            case 0x00..<0x20:
                return nil
            case 0x80...:
                text.isASCII = false
                self.advance()
            default:
                self.advance()
            }
        }
    }

    /// Moves eight bytes at a time, up to the first that is a quote, a backslash, a control character or not ASCII.
    @inline(__always)
    private mutating func skipPlainWords() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while self.bytes.count - self.position >= 8 {
            let word = self.bytes.loadUnaligned(fromByteOffset: self.position, as: UInt64.self).littleEndian
            let quote = word ^ 0x2222_2222_2222_2222
            let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
            // A byte minus one borrows into its high bit only when it is zero; the lowest bit found is always right.
            let found =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash
                    | (word &- ones &* 0x20) & ~word | word) & highs
            guard found == 0 else {
                self.advance(by: found.trailingZeroBitCount >> 3)
                return
            }
            self.advance(by: 8)
        }
    }

    private mutating func skipEscape() -> Bool {
        self.advance()
        let kind = self.current
        self.advance()
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                guard Hexadecimal.value(of: self.current) != nil else { return false }
                self.advance()
            }
            return true
        default:
            return false
        }
    }
}
