// SPDX-License-Identifier: Apache-2.0

extension JSONCursor {
    /// Moves over one value of any kind, without recursion.
    ///
    /// Fails on bad syntax, on strings that are not ASCII, and below `maximumDepth` (at most 64) containers.
    mutating func skipValue(maximumDepth: Int) -> Bool {
        // One bit for each open container, the innermost lowest: 1 for an object, 0 for an array.
        var kinds: UInt64 = 0
        var depth = 0
        while true {
            self.skipWhitespace()
            let opening = self.current
            if opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") {
                guard depth < min(maximumDepth, 64) else { return false }
                self.advance()
                depth += 1
                let isObject = opening == UInt8(ascii: "{")
                kinds = kinds << 1 | (isObject ? 1 : 0)
                if !self.take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    guard !isObject || self.skipKey() else { return false }
                    continue
                }
                kinds >>= 1
                depth -= 1
            } else if !self.skipScalar() {
                return false
            }
            guard self.skipClosings(&kinds, &depth) else { return false }
            if depth == 0 { return true }
        }
    }

    /// After a value: moves over what closes containers, up to and including the comma before the next value.
    private mutating func skipClosings(_ kinds: inout UInt64, _ depth: inout Int) -> Bool {
        while depth > 0 {
            let isObject = kinds & 1 == 1
            if self.take(UInt8(ascii: ",")) {
                return !isObject || self.skipKey()
            }
            guard self.take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return false }
            kinds >>= 1
            depth -= 1
        }
        return true
    }

    private mutating func skipKey() -> Bool {
        guard let key = self.skipString(), key.isASCII else { return false }
        return self.take(UInt8(ascii: ":"))
    }

    private mutating func skipScalar() -> Bool {
        switch self.current {
        case UInt8(ascii: "\""): self.skipString()?.isASCII ?? false
        case UInt8(ascii: "t"): self.skip("true")
        case UInt8(ascii: "f"): self.skip("false")
        case UInt8(ascii: "n"): self.skip("null")
        default: self.skipNumber() != nil
        }
    }
}
