// SPDX-License-Identifier: Apache-2.0

extension JSONScanner {
    /// The powers of ten that a `Double` holds exactly.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Moves over a number and returns it, correctly rounded; infinite when it is too large.
    ///
    /// A time such as 1.895 is a whole number and a power of ten that are both exact, so that one division rounds it
    /// correctly (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990); others are left to the
    /// standard library.
    mutating func number() throws(JSONFault) -> Double {
        let start = self.position
        let isNegative = self.current == UInt8(ascii: "-")
        if isNegative { self.position += 1 }
        var digits = Digits()
        let isZero = self.current == UInt8(ascii: "0")
        guard self.take(&digits) > 0, !isZero || digits.count == 1 else { throw .syntax }
        var exponent = 0
        if self.current == UInt8(ascii: ".") {
            self.position += 1
            let count = self.take(&digits)
            guard count > 0 else { throw .syntax }
            exponent -= count
        }
        if self.current | 0x20 == UInt8(ascii: "e") {
            exponent += try self.takeExponent()
        }
        guard digits.isExact, (-22...22).contains(exponent) else {
            let text = String(
                decoding: UnsafeRawBufferPointer(rebasing: self.bytes[start..<self.position]),
                as: UTF8.self
            )
            guard let number = Double(text) else { throw .syntax }
            return number
        }
        let whole = Double(digits.value)
        let number = exponent < 0 ? whole / Self.powers[-exponent] : whole * Self.powers[exponent]
        return isNegative ? -number : number
    }

    private struct Digits {
        var value: UInt64 = 0
        var count = 0

        /// Whether the value is the digits', and a `Double` holds it exactly.
        var isExact: Bool { self.count <= 19 && self.value <= 1 << 53 }
    }

    /// Moves over digits and says how many they are.
    @inline(__always)
    private mutating func take(_ digits: inout Digits) -> Int {
        let start = self.position
        while self.position < self.bytes.count {
            let digit = self.bytes[self.position] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            digits.value = digits.value &* 10 &+ UInt64(digit)
            self.position += 1
        }
        digits.count += self.position - start
        return self.position - start
    }

    private mutating func takeExponent() throws(JSONFault) -> Int {
        self.position += 1
        let isNegative = self.current == UInt8(ascii: "-")
        if isNegative || self.current == UInt8(ascii: "+") { self.position += 1 }
        var digits = Digits()
        guard self.take(&digits) > 0 else { throw .syntax }
        // More than any exact power; leading zeros do no harm.
        let size = digits.count <= 19 ? Int(min(digits.value, 100_000)) : 100_000
        return isNegative ? -size : size
    }
}
