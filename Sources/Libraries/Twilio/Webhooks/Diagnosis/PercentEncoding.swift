// SPDX-License-Identifier: Apache-2.0

/// The ways in which programs spell the same text in a URL.
enum PercentEncoding {
    struct Variant {
        var text: String
        var description: String
    }

    /// Other spellings of a path or a query.
    static func variants(of text: String) -> [Variant] {
        [
            Variant(text: text.replacing("+", with: "%20"), description: "with %20 for blanks"),
            Variant(text: text.replacing("%20", with: "+"), description: "with + for blanks"),
            Variant(text: text.replacing("+", with: "%2B"), description: "with %2B"),
            Variant(text: text.replacing("%2B", with: "+").replacing("%2b", with: "+"), description: "with a bare +"),
            Variant(text: self.cased(text, upper: true), description: "with escapes in upper case"),
            Variant(text: self.cased(text, upper: false), description: "with escapes in lower case"),
            Variant(text: text.replacing("%27", with: "'"), description: "with a bare apostrophe"),
            Variant(text: text.replacing("'", with: "%27"), description: "with %27 for the apostrophe"),
            Variant(text: text.replacing("&amp;", with: "&"), description: "without &amp;"),
            Variant(text: self.recoded(text, keeping: "-._~"), description: "with all but letters and digits escaped"),
            Variant(text: self.recoded(text, keeping: "-._~!$'()*,;:@"), description: "with few characters escaped"),
            Variant(text: self.decoded(text), description: "without any escapes"),
        ]
    }

    /// Escapes undone once; a broken one stays.
    static func decodedBytes(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = Hexadecimal.value(of: bytes[index + 1]), let low = Hexadecimal.value(of: bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    static func decoded(_ text: String) -> String {
        String(validating: self.decodedBytes(text), as: UTF8.self) ?? text
    }

    private static func cased(_ text: String, upper: Bool) -> String {
        var bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "%") && index + 2 < bytes.count {
            for digit in [index + 1, index + 2] where Hexadecimal.value(of: bytes[digit]) ?? 0 >= 10 {
                bytes[digit] = upper ? bytes[digit] & ~0x20 : bytes[digit] | 0x20
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Each part between `/`, `?`, `&`, `=` and `+` decoded and encoded again.
    private static func recoded(_ text: String, keeping kept: String) -> String {
        var result: [UInt8] = []
        var part: [UInt8] = []
        for byte in text.utf8 {
            if "/&=?+".utf8.contains(byte) {
                result += self.encoded(part, keeping: kept) + [byte]
                part = []
            } else {
                part.append(byte)
            }
        }
        return String(decoding: result + self.encoded(part, keeping: kept), as: UTF8.self)
    }

    private static func encoded(_ part: [UInt8], keeping kept: String) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return self.decodedBytes(String(decoding: part, as: UTF8.self)).flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                [byte]
            case _ where kept.utf8.contains(byte): [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
