// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

struct SpeakTextTests {
    private static let texts = [
        "One. Two! Three? Four… Five; six, seven: eight", "It costs 3.50 dollars. Really 3.50.",
        "今日は。お元気ですか？はい、元気です！", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦 family e\u{301}e\u{301}e\u{301} 🇬🇧🇫🇷", "line one\r\nline two\r\n\r\nline three",
        "Donaudampfschifffahrtsgesellschaftskapitän ist ein Wort", "   leading and trailing   ", "a\u{0}b\u{202E}c",
        "(a) b) c — d – e", "।नमस्ते। कैसे हैं?",
    ]

    @Test(arguments: Self.texts) func losesNothingAndKeepsToTheBound(text: String) throws {
        for longest in 12...60 {
            let pieces = try SpeakText.pieces(of: text, longest: longest)
            #expect(pieces.allSatisfy { !$0.isEmpty && $0.unicodeScalars.count <= longest })
            #expect(Self.solid(pieces.joined()) == Self.solid(text))
            #expect(pieces.allSatisfy { $0.first?.isWhitespace == false && $0.last?.isWhitespace == false })
        }
    }

    @Test func cutsAtTheEndOfTheLastSentenceThatFits() throws {
        #expect(
            try SpeakText.pieces(of: "One two. Three four. Five six.", longest: 21) == [
                "One two. Three four.", "Five six.",
            ]
        )
        #expect(
            try SpeakText.pieces(of: "It costs 3.50 now, or later.", longest: 20) == [
                "It costs 3.50 now,", "or later.",
            ]
        )
        #expect(try SpeakText.pieces(of: "alpha beta gamma", longest: 12) == ["alpha beta", "gamma"])
        #expect(try SpeakText.pieces(of: "今日は。元気です", longest: 5) == ["今日は。", "元気です"])
    }

    @Test func keepsAShortTextWhole() throws {
        #expect(try SpeakText.pieces(of: "Hello. World.") == ["Hello. World."])
        #expect(try SpeakText.pieces(of: String(repeating: "a", count: 2_000)).count == 1)
        #expect(try SpeakText.pieces(of: String(repeating: "a", count: 2_001)).map(\.count) == [2_000, 1])
        #expect(try SpeakText.pieces(of: "").isEmpty)
        #expect(try SpeakText.pieces(of: " \n\t ").isEmpty)
    }

    @Test func neverCutsACharacter() throws {
        let family = "👨‍👩‍👧‍👦"
        let pieces = try SpeakText.pieces(of: String(repeating: family, count: 10), longest: 16)
        #expect(pieces.allSatisfy { $0 == family + family })
        let zalgo = "a" + String(repeating: "\u{301}", count: 50)
        #expect(throws: DeepgramError.self) { try SpeakText.pieces(of: "x " + zalgo, longest: 20) }
    }

    private static func solid(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
