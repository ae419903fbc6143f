// SPDX-License-Identifier: Apache-2.0

/// Checks UTF-8 as it arrives, in pieces of any size, and fails at the first byte that cannot be right.
///
/// Refuses what RFC 3629 refuses: overlong forms, surrogates, anything above U+10FFFF and stray continuation bytes. A
/// message is whole only when ``isComplete`` says so.
struct UTF8Validator: Sendable {
    /// How many continuation bytes the character in progress still needs.
    private var missing: UInt8 = 0
    /// The range of the next continuation byte; narrower than 80–BF only right after E0, ED, F0 and F4.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    init() {}

    /// No character is cut in the middle.
    var isComplete: Bool { self.missing == 0 }

    /// Takes the next bytes; `false` means that no continuation can ever make the text valid.
    mutating func validate(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        var offset = 0
        let count = bytes.count
        while offset < count {
            if self.missing == 0 {
                offset = Self.skipASCII(base, from: offset, count: count)
                if offset == count { return true }
            }
            guard self.accept(base.load(fromByteOffset: offset, as: UInt8.self)) else { return false }
            offset &+= 1
        }
        return true
    }

    private static func skipASCII(_ base: UnsafeRawPointer, from start: Int, count: Int) -> Int {
        var offset = start
        while offset &+ 8 <= count {
            let word = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 { break }
            offset &+= 8
        }
        while offset < count, base.load(fromByteOffset: offset, as: UInt8.self) < 0x80 {
            offset &+= 1
        }
        return offset
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        if self.missing > 0 {
            guard byte >= self.lowest, byte <= self.highest else { return false }
            self.missing &-= 1
            (self.lowest, self.highest) = (0x80, 0xBF)
            return true
        }
        // RFC 3629 section 4: the first byte says how many follow and, for four of them, narrows the second.
        switch byte {
        case 0x00...0x7F: break
        case 0xC2...0xDF: self.missing = 1
        case 0xE0: (self.missing, self.lowest) = (2, 0xA0)
        case 0xE1...0xEC, 0xEE...0xEF: self.missing = 2
        case 0xED: (self.missing, self.highest) = (2, 0x9F)
        case 0xF0: (self.missing, self.lowest) = (3, 0x90)
        case 0xF1...0xF3: self.missing = 3
        case 0xF4: (self.missing, self.highest) = (3, 0x8F)
        default: return false
        }
        return true
    }
}
