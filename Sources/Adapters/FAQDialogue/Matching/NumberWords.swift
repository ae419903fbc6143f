// SPDX-License-Identifier: Apache-2.0

/// Digits as the words a recogniser hears: `2` → `two`, `7:30` → `seven thirty`, `7pm` → `seven pm`.
enum NumberWords {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

    /// The words of one written word; a word without digits is returned as it is.
    static func spell(_ word: String) -> [String] {
        guard let first = word.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return [word]
        }
        var parts: [String] = []
        var rest = word[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            if !digits.isEmpty { parts += Self.number(digits) }
            let letters = rest.prefix { !($0.isASCII && $0.isNumber) }
            rest = rest.dropFirst(letters.count)
            let suffix = letters.filter { $0 != ":" }
            if !suffix.isEmpty { parts.append(suffix) }
        }
        return parts
    }

    /// Up to 9,999 as a number, `00` of a full hour as nothing, anything longer digit by digit.
    private static func number(_ digits: Substring) -> [String] {
        if digits == "00" { return [] }
        guard digits.count <= 4, var value = Int(digits), digits.first != "0" || value == 0 else {
            return digits.compactMap { $0.wholeNumberValue.map { Self.small[$0] } }
        }
        var words: [String] = []
        if value >= 1_000 {
            words += [Self.small[value / 1_000], "thousand"]
            value %= 1_000
        }
        if value >= 100 {
            words += [Self.small[value / 100], "hundred"]
            value %= 100
        }
        if value >= 20 {
            words.append(Self.tens[value / 10 - 2])
            value %= 10
            if value == 0 { return words }
        }
        if value > 0 || words.isEmpty { words.append(Self.small[value]) }
        return words
    }
}
