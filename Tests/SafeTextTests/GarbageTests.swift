// SPDX-License-Identifier: Apache-2.0

import SafeText
import Testing

/// A megabyte of what tempts to look again and again, less of the rest: what took quadratic time would not end here.
@Suite struct GarbageTests {
    static let pieces = [
        "a", " ", "\n", "\u{301}", "e\u{301}\u{323}", "\u{200D}", "👩\u{200D}", "🏴\u{E0067}", "\u{E0067}", "\u{1B}]",
        "\u{1B}[", "\u{9D}",
        "\u{1B}[3\u{1B}]x", "\u{202E}", "\u{0}", "<", "=", "\"", "{\\", "\u{1112}\u{1161}", "\u{FDFA}", "\u{10FFFF}",
        "\r\n", "क्\u{200D}",
        "🇩", "\\", "-->",
    ]

    private static let tempting = ["\u{301}", "e\u{301}\u{323}", "\u{1B}]", "👩\u{200D}", "\u{202E}"]

    @Test(arguments: pieces) func aMegabyteOfIt(piece: String) {
        let size = Self.tempting.contains(piece) ? 1_048_576 : 65_536
        let text = String(repeating: piece, count: size / piece.utf8.count)
        let clean = SafeText.clean(text)
        #expect(clean.utf8.count <= text.utf8.count)
        #expect(SafeText.clean(text, limit: .bytes(1_000)).utf8.count <= 1_000)
        #expect(SafeText.terminal(text).utf8.count <= text.utf8.count)
        #expect(SafeText.html(text).utf8.count <= 6 * text.utf8.count)
        #expect(SafeText.json(text).utf8.count <= 6 * text.utf8.count + 2)
        #expect(SafeText.csv(text).utf8.count <= 2 * text.utf8.count + 3)
        #expect(SafeText.vtt(text).utf8.count <= 5 * text.utf8.count)
        #expect(SafeText.logLine(text).utf8.count <= 1_024)
    }

    @Test func randomTextStaysWithinTheRules() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<600 {
            let text = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                Self.pieces.randomElement(using: &generator) ?? ""
            }.joined()
            let clean = SafeText.clean(text)
            #expect(SafeText.clean(clean).utf8.elementsEqual(clean.utf8))
            #expect(!clean.unicodeScalars.contains { SafeText.isLineBreak($0) || $0.value < 0x20 })
            #expect(clean.first != " " && clean.last != " ")
            #expect(!SafeText.vtt(text, lineBreaks: .kept).contains("\n\n"))
            #expect(!SafeText.vtt(text, lineBreaks: .kept).contains("-->"))
            let limit = Int.random(in: 0..<30, using: &generator)
            #expect(SafeText.clean(text, limit: .scalars(limit)).unicodeScalars.count <= limit)
            #expect(clean.hasPrefix(SafeText.clean(text, limit: .bytes(limit))))
        }
    }
}
