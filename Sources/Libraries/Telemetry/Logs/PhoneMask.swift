// SPDX-License-Identifier: Apache-2.0

/// Finds what looks like a phone number in E.164 and leaves its last four digits.
enum PhoneMask {
    /// Masks `+` (also as `%2B`) with seven or more digits, which may have blanks, hyphens, dots or brackets between
    /// them.
    static func masked(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "+")) || bytes.contains(UInt8(ascii: "%")) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let start = self.startOfDigits(bytes, at: index), let number = self.number(bytes, from: start) {
                result += "***".utf8
                result += number.lastDigits
                index = number.end
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    private static func startOfDigits(_ bytes: [UInt8], at index: Int) -> Int? {
        if bytes[index] == UInt8(ascii: "+") { return index + 1 }
        guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "2"),
            bytes[index + 2] | 0x20 == UInt8(ascii: "b")
        else { return nil }
        return index + 3
    }

    private static func number(_ bytes: [UInt8], from start: Int) -> (lastDigits: ArraySlice<UInt8>, end: Int)? {
        var digits: [UInt8] = []
        var end = start
        var index = start
        while index < bytes.count, index - end <= 2 {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(bytes[index])
                end = index + 1
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"):
                break
            default:
                return self.result(digits, end)
            }
            index += 1
        }
        return self.result(digits, end)
    }

    /// No country code begins with 0, but the offsets of dates do.
    private static func result(_ digits: [UInt8], _ end: Int) -> (lastDigits: ArraySlice<UInt8>, end: Int)? {
        guard digits.count >= 7, digits[0] != UInt8(ascii: "0") else { return nil }
        return (digits.suffix(4), end)
    }
}
