// SPDX-License-Identifier: Apache-2.0

/// A position in JSON text that moves forward over one token at a time and never past the end.
///
/// Only checks and skips; nothing is allocated. See RFC 8259.
struct JSONCursor {
    /// The inside of a string, between its quotes.
    struct Text {
        var range: Range<Int>
        var hasEscapes = false
        var isASCII = true
    }

    let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { self.position == self.bytes.count }

    /// The byte at the position; 0, which no JSON token begins with, at the end.
    @inline(__always)
    var current: UInt8 {
        self.position < self.bytes.count ? self.bytes[self.position] : 0
    }

    @inline(__always)
    mutating func advance(by count: Int = 1) {
        self.position += count
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case 0x20, 0x09, 0x0A, 0x0D: self.position += 1
            default: return
            }
        }
    }

    /// Moves over this byte, and white space before it, if it comes next.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        self.skipWhitespace()
        guard self.position < self.bytes.count, self.bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    /// Whether the bytes in a range are this text.
    @inline(__always)
    func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        let start = text.utf8Start
        for index in 0..<range.count where self.bytes[range.lowerBound + index] != start[index] {
            return false
        }
        return true
    }

    /// Moves over `true`, `false` or `null`.
    mutating func skip(_ literal: StaticString) -> Bool {
        let end = self.position + literal.utf8CodeUnitCount
        guard end <= self.bytes.count, self.matches(self.position..<end, literal) else { return false }
        self.position = end
        return true
    }

    /// Moves over a number and returns where it is.
    mutating func skipNumber() -> Range<Int>? {
        let start = self.position
        if self.current == UInt8(ascii: "-") { self.advance() }
        if self.current == UInt8(ascii: "0") {
            self.advance()
        } else if !self.skipDigits() {
            return nil
        }
        if self.current == UInt8(ascii: ".") {
            self.advance()
            guard self.skipDigits() else { return nil }
        }
        if self.current | 0x20 == UInt8(ascii: "e") {
            self.advance()
            if self.current == UInt8(ascii: "+") || self.current == UInt8(ascii: "-") { self.advance() }
            guard self.skipDigits() else { return nil }
        }
        return start..<self.position
    }

    private mutating func skipDigits() -> Bool {
        let start = self.position
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self.current) { self.advance() }
        return self.position > start
    }
}
