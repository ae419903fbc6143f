// SPDX-License-Identifier: Apache-2.0

/// A position in JSON text (RFC 8259) that moves forward over one token at a time and never past the end.
///
/// Nothing is built and nothing recursive: numbers are read on the way, strings are only located, and what nobody asked
/// for is checked and skipped.
struct JSONScanner {
    /// The inside of a string, between its quotes.
    struct Text {
        var range: Range<Int>
        var hasEscapes = false
    }

    let bytes: UnsafeRawBufferPointer
    let maximumDepth: Int
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// The byte at the position; 0, which no token begins with, at the end.
    @inline(__always)
    var current: UInt8 {
        self.position < self.bytes.count ? self.bytes[self.position] : 0
    }

    @inline(__always)
    mutating func skipSpace() {
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
        self.skipSpace()
        guard self.position < self.bytes.count, self.bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    /// Moves to the next member of the object whose brace was taken, up to its value; `nil` after the last.
    mutating func nextKey(isFirst: inout Bool) throws(JSONFault) -> JSONKey? {
        if self.take(UInt8(ascii: "}")) {
            return nil
        }
        if !isFirst && !self.take(UInt8(ascii: ",")) { throw .syntax }
        isFirst = false
        let key = try self.key()
        self.skipSpace()
        return key
    }

    private mutating func key() throws(JSONFault) -> JSONKey {
        let text = try self.skipString()
        guard self.take(UInt8(ascii: ":")) else { throw .syntax }
        if !text.hasEscapes { return JSONKey(UnsafeRawBufferPointer(rebasing: self.bytes[text.range])) }
        return self.unescaped(text).withUnsafeBytes { JSONKey($0) }
    }

    /// Moves to the next element of the array whose bracket was taken; `false` after the last.
    mutating func nextElement(isFirst: inout Bool) throws(JSONFault) -> Bool {
        if self.take(UInt8(ascii: "]")) { return false }
        if !isFirst && !self.take(UInt8(ascii: ",")) { throw .syntax }
        isFirst = false
        self.skipSpace()
        return true
    }

    /// Moves over what may only be white space.
    mutating func finish() throws(JSONFault) {
        self.skipSpace()
        guard self.position == self.bytes.count else { throw .syntax }
    }
}
