// SPDX-License-Identifier: Apache-2.0

/// Tells whether some bytes are one whole JSON text by its brackets and quotes: enough to see that an answer was cut or
/// that it is something else. What is in between is read by who decodes it.
enum JSONOutline {
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        var open: [UInt8] = []
        var isInString = false
        var isEscaped = false
        var ends = 0
        var hasContent = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    if open.isEmpty { ends += 1 }
                }
                continue
            }
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The closing bracket is two after the opening one in ASCII.
                guard open.popLast() == byte - 2 else { return false }
                if open.isEmpty { ends += 1 }
            default:
                guard !open.isEmpty || Self.isInWord(byte) else { return false }
            }
            hasContent = true
        }
        return hasContent && !isInString && open.isEmpty && ends <= 1
    }

    /// What `true`, `false`, `null` and numbers are made of.
    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
