// SPDX-License-Identifier: Apache-2.0

/// How many columns of a terminal a text takes, as Unicode's East Asian Width (UAX 11) has it for what is wide.
enum TextWidth {
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD,
    ]

    static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        return self.wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    static func of(_ text: String) -> Int { text.reduce(0) { $0 + self.of($1) } }

    /// The text in exactly so many columns: filled up, or cut with an ellipsis.
    static func fit(_ text: String, _ columns: Int) -> String {
        let width = self.of(text)
        guard width > columns else { return text + String(repeating: " ", count: columns - width) }
        guard columns > 0 else { return "" }
        var kept = ""
        var used = 0
        for character in text {
            let next = used + self.of(character)
            if next > columns - 1 { break }
            kept.append(character)
            used = next
        }
        return kept + "…" + String(repeating: " ", count: columns - 1 - used)
    }
}
