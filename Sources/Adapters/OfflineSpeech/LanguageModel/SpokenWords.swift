// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
/// Turns written text into the words that a dictionary knows: lower-case letters and apostrophes, numbers spelt out.
enum SpokenWords {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    /// A word of more letters is none.
    private static let longestWord = 32

    /// The words of a text. What is neither a letter, a digit nor an apostrophe separates.
    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var current: [UInt8] = []
        for byte in Self.folded(text).utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "'"):
                if current.last.map(Self.isDigit) == true { Self.flush(&current, into: &words) }
                current.append(byte)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if let last = current.last, !Self.isDigit(last) { Self.flush(&current, into: &words) }
                current.append(byte)
            default:
                Self.flush(&current, into: &words)
            }
        }
        Self.flush(&current, into: &words)
        return words
    }

    /// A number below ten thousand in words; longer ones digit by digit, as one reads a telephone number.
    static func number(_ digits: String) -> [String] {
        guard digits.count <= 4, let value = Int(digits), digits.first != "0" || digits == "0" else {
            return digits.compactMap(\.wholeNumberValue).map { Self.small[$0] }
        }
        switch value {
        case ..<20: return [Self.small[value]]
        case ..<100: return [Self.tens[value / 10 - 2]] + (value % 10 == 0 ? [] : [Self.small[value % 10]])
        case ..<1000: return [Self.small[value / 100], "hundred"] + Self.rest(value % 100)
        default: return [Self.small[value / 1000], "thousand"] + Self.rest(value % 1000)
        }
    }

    private static func rest(_ value: Int) -> [String] { value == 0 ? [] : Self.number(String(value)) }

    /// Lower case, with the typographic apostrophe made plain; other letters of other scripts become separators.
    private static func folded(_ text: String) -> String {
        String(text.lowercased().map { $0 == "\u{2019}" ? "'" : $0 })
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func flush(_ current: inout [UInt8], into words: inout [String]) {
        defer { current.removeAll(keepingCapacity: true) }
        guard let last = current.last else { return }
        if Self.isDigit(last) {
            words += Self.number(String(decoding: current.prefix(Self.longestWord), as: UTF8.self))
            return
        }
        let quote = UInt8(ascii: "'")
        let trimmed = current.drop { $0 == quote }
        guard trimmed.contains(where: { $0 != quote }), trimmed.count <= Self.longestWord else { return }
        words.append(String(decoding: trimmed, as: UTF8.self))
    }
}
#endif
