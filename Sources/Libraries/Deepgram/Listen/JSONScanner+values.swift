// SPDX-License-Identifier: Apache-2.0

// Each moves over exactly one value. A value of another kind than the one asked for is skipped and is `nil`: Deepgram's
// fields may be missing or null, and the next version of one may be something else.
extension JSONScanner {
    mutating func text() throws(JSONFault) -> Text? {
        guard self.current == UInt8(ascii: "\"") else { return try self.skipOther() }
        return try self.skipString()
    }

    mutating func bool() throws(JSONFault) -> Bool? {
        if self.skip("true") { return true }
        if self.skip("false") { return false }
        return try self.skipOther()
    }

    /// A number; `nil` for one that is too large for a `Double`.
    mutating func double() throws(JSONFault) -> Double? {
        switch self.current {
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = try self.number()
            return number.isFinite ? number : nil
        default: return try self.skipOther()
        }
    }

    /// A whole number, however it is written.
    mutating func int() throws(JSONFault) -> Int? {
        try self.double().flatMap { Int(exactly: $0) }
    }

    /// Enters an object or an array, if the value is one.
    mutating func enter(_ opening: UInt8) throws(JSONFault) -> Bool {
        if self.take(opening) { return true }
        try self.skipValue()
        return false
    }

    private mutating func skipOther<Value>() throws(JSONFault) -> Value? {
        try self.skipValue()
        return nil
    }

    /// The string between the quotes. What is not UTF-8 becomes U+FFFD.
    func string(_ text: Text) -> String {
        if text.hasEscapes { return String(decoding: self.unescaped(text), as: UTF8.self) }
        return String(decoding: UnsafeRawBufferPointer(rebasing: self.bytes[text.range]), as: UTF8.self)
    }

    /// Says whether the string between the quotes is this one.
    func spells(_ text: Text, _ expected: StaticString) -> Bool {
        if text.hasEscapes { return self.unescaped(text).withUnsafeBytes { $0.spells(expected) } }
        return UnsafeRawBufferPointer(rebasing: self.bytes[text.range]).spells(expected)
    }

    // MARK: Skipping

    /// Moves over `true`, `false` or `null`.
    @inline(__always)
    mutating func skip(_ literal: StaticString) -> Bool {
        let end = self.position + literal.utf8CodeUnitCount
        guard end <= self.bytes.count else { return false }
        guard UnsafeRawBufferPointer(rebasing: self.bytes[self.position..<end]).spells(literal) else { return false }
        self.position = end
        return true
    }

    /// Moves over one value of any kind, without recursion.
    mutating func skipValue() throws(JSONFault) {
        // One bit for each open container, the innermost lowest: 1 for an object, 0 for an array.
        var kinds: UInt64 = 0
        var depth = 0
        while true {
            self.skipSpace()
            let opening = self.current
            if opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") {
                guard depth < min(self.maximumDepth, 64) else { throw .tooDeep }
                self.position += 1
                let isObject = opening == UInt8(ascii: "{")
                if !self.take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    depth += 1
                    kinds = kinds << 1 | (isObject ? 1 : 0)
                    if isObject { try self.skipKey() }
                    continue
                }
            } else {
                try self.skipScalar()
            }
            try self.skipClosings(&kinds, &depth)
            if depth == 0 { return }
        }
    }

    /// After a value: moves over what closes containers, up to and including the comma before the next value.
    private mutating func skipClosings(_ kinds: inout UInt64, _ depth: inout Int) throws(JSONFault) {
        while depth > 0 {
            let isObject = kinds & 1 == 1
            if self.take(UInt8(ascii: ",")) {
                if isObject { try self.skipKey() }
                return
            }
            guard self.take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw .syntax }
            kinds >>= 1
            depth -= 1
        }
    }

    private mutating func skipKey() throws(JSONFault) {
        _ = try self.skipString()
        guard self.take(UInt8(ascii: ":")) else { throw .syntax }
    }

    private mutating func skipScalar() throws(JSONFault) {
        switch self.current {
        case UInt8(ascii: "\""): _ = try self.skipString()
        case UInt8(ascii: "t") where self.skip("true"): break
        case UInt8(ascii: "f") where self.skip("false"): break
        case UInt8(ascii: "n") where self.skip("null"): break
        default: _ = try self.number()
        }
    }
}
