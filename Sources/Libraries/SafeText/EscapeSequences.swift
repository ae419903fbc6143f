// SPDX-License-Identifier: Apache-2.0

/// Takes the escape sequences of ECMA-48 out of a text.
struct EscapeSequences {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// Set when a string sequence had no end: none after it has one either, and looking again would take forever.
    private var hasNoMoreEnds = false

    init(_ text: String) {
        self.scalars = Array(text.unicodeScalars)
    }

    mutating func rest() -> String {
        var kept = String.UnicodeScalarView()
        while self.index < self.scalars.count {
            let scalar = self.scalars[self.index]
            self.index += 1
            switch scalar.value {
            case 0x1B: self.skipEscape()
            case 0x9B: self.skipControlSequence()
            case 0x90, 0x98, 0x9D, 0x9E, 0x9F: self.skipString()
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    private mutating func skipEscape() {
        guard self.index < self.scalars.count else { return }
        switch self.scalars[self.index].value {
        case 0x5B:
            self.index += 1
            self.skipControlSequence()
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F:
            self.index += 1
            self.skipString()
        case 0x20...0x2F:
            // Intermediate bytes and one final byte, as in "ESC ( B".
            self.skip(while: 0x20...0x2F)
            self.skipOne(in: 0x30...0x7E)
        case 0x30...0x7E: self.index += 1
        default: break
        }
    }

    /// Parameters, intermediates and one final byte; what does not fit stays.
    private mutating func skipControlSequence() {
        self.skip(while: 0x30...0x3F)
        self.skip(while: 0x20...0x2F)
        self.skipOne(in: 0x40...0x7E)
    }

    /// Up to BEL, ST or `ESC \`.
    private mutating func skipString() {
        guard !self.hasNoMoreEnds else { return }
        var position = self.index
        while position < self.scalars.count {
            let value = self.scalars[position].value
            if value == 0x07 || value == 0x9C {
                self.index = position + 1
                return
            }
            if value == 0x1B, position + 1 < self.scalars.count, self.scalars[position + 1] == "\\" {
                self.index = position + 2
                return
            }
            position += 1
        }
        self.hasNoMoreEnds = true
    }

    private mutating func skip(while range: ClosedRange<UInt32>) {
        while self.index < self.scalars.count, range.contains(self.scalars[self.index].value) {
            self.index += 1
        }
    }

    private mutating func skipOne(in range: ClosedRange<UInt32>) {
        if self.index < self.scalars.count, range.contains(self.scalars[self.index].value) {
            self.index += 1
        }
    }
}
