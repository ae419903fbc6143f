// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
    /// Moves over a string, from quote to quote. Checks everything but UTF-8.
    mutating func skipString() throws(JSONFault) -> Text {
        guard self.take(UInt8(ascii: "\"")) else { throw .syntax }
        let start = self.position
        var hasEscapes = false
        while true {
            self.skipPlain()
            guard self.position < self.bytes.count else { throw .syntax }
            switch self.bytes[self.position] {
            case UInt8(ascii: "\""):
                self.position += 1
                return Text(range: start..<(self.position - 1), hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try self.skipEscape()
            case 0x00..<0x20:
                throw .syntax
            default:
                self.position += 1
            }
        }
    }

    /// Moves eight bytes at a time, up to the first that is a quote, a backslash or a control character.
    @inline(__always)
    private mutating func skipPlain() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while self.bytes.count - self.position >= 8 {
            let word = self.bytes.loadUnaligned(fromByteOffset: self.position, as: UInt64.self).littleEndian
            let quote = word ^ 0x2222_2222_2222_2222
            let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
            // A byte minus one borrows into its high bit only when it is zero; the lowest bit found is always right.
            let found =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word) & highs
            guard found == 0 else {
                self.position += found.trailingZeroBitCount >> 3
                return
            }
            self.position += 8
        }
    }

    private mutating func skipEscape() throws(JSONFault) {
        self.position += 1
        let kind = self.current
        guard let length = Self.escapeLength(kind), self.position + length <= self.bytes.count else { throw .syntax }
        for index in self.position + 1..<self.position + length {
            guard Self.hexadecimal(self.bytes[index]) != nil else { throw .syntax }
        }
        self.position += length
    }

    /// How many bytes follow the backslash.
    private static func escapeLength(_ kind: UInt8) -> Int? {
        switch kind {
        case UInt8(ascii: "u"): 5
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            1
        default: nil
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Replaces the escapes of a string that ``skipString()`` has checked. Half a surrogate pair, which UTF-8 cannot
    /// carry, becomes U+FFFD.
    func unescaped(_ text: Text) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.range.count)
        var index = text.range.lowerBound
        while index < text.range.upperBound {
            guard self.bytes[index] == UInt8(ascii: "\\") else {
                result.append(self.bytes[index])
                index += 1
                continue
            }
            let kind = self.bytes[index + 1]
            if kind == UInt8(ascii: "u") {
                let (scalar, length) = self.scalar(at: index, until: text.range.upperBound)
                result.append(contentsOf: String(Character(scalar)).utf8)
                index += length
            } else {
                result.append(Self.short(kind))
                index += 2
            }
        }
        return result
    }

    private static func short(_ kind: UInt8) -> UInt8 {
        switch kind {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: kind
        }
    }

    /// The scalar of one `\uXXXX`, or of the two that make a surrogate pair, and how many bytes that took.
    private func scalar(at index: Int, until end: Int) -> (Unicode.Scalar, Int) {
        guard let first = self.unit(at: index, until: end) else { return ("\u{FFFD}", 6) }
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        if first < 0xDC00, let second = self.unit(at: index + 6, until: end), (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x1_0000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00))
        {
            return (scalar, 12)
        }
        return ("\u{FFFD}", 6)
    }

    private func unit(at index: Int, until end: Int) -> UInt16? {
        guard index + 6 <= end, self.bytes[index] == UInt8(ascii: "\\"), self.bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for position in (index + 2)..<(index + 6) {
            guard let digit = Self.hexadecimal(self.bytes[position]) else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }
}
