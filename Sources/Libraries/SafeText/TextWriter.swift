// SPDX-License-Identifier: Apache-2.0

/// Collects text as bytes, in linear time.
///
/// Appending a collection to a `String.UnicodeScalarView` reserves exactly what is needed each time, and so copies
/// everything each time.
struct TextWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) {
        self.bytes.reserveCapacity(capacity)
    }

    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    mutating func write(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            self.bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            self.bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
        }
    }

    mutating func write(text: StaticString) {
        self.bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(number: UInt32) {
        self.bytes.append(contentsOf: String(number).utf8)
    }

    /// `\u` and four digits for each unit of UTF-16.
    mutating func writeEscape(of scalar: Unicode.Scalar) {
        let digits = StaticString("0123456789abcdef")
        // UTF16.encode cannot fail for a scalar.
        for unit in UTF16.encode(scalar) ?? .init() {
            self.write(text: "\\u")
            for shift in [12, 8, 4, 0] as [UInt16] {
                // In bounds: four bits index sixteen digits.
                self.bytes.append(digits.utf8Start[Int(unit >> shift & 15)])
            }
        }
    }
}
