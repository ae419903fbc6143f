// SPDX-License-Identifier: Apache-2.0

import SafeText
import Testing

@Suite struct CleanTests {
    @Test(arguments: [
        ("", ""), ("plain text", "plain text"), ("  two  words ", "two  words"), ("a\tb", "a b"),
        ("a\r\nb\rc\nd\u{85}e\u{2028}f\u{2029}g\u{B}h\u{C}i", "a b c d e f g h i"), ("a \n\n  b", "a b"),
        ("\n\na\n", "a"),
        ("a\u{0}b\u{1B}[31mc\u{7F}\u{9B}d", "ab[31mcd"), ("e\u{301}", "\u{E9}"), ("\u{202E}txt.exe", "txt.exe"),
        ("a\u{200B}b\u{2060}c\u{FEFF}d\u{AD}e", "abcde"), ("\u{2066}x\u{2069}", "x"), ("a\u{34F}b", "ab"),
        ("\u{115F}\u{3164}x\u{FFA0}", "x"), ("a\u{E000}b\u{F0000}c\u{10FFFD}", "abc"),
        ("a\u{378}b", "ab"), ("\u{FFFD}", "\u{FFFD}"), ("a\u{E0100}b\u{FE00}c", "abc"), ("\u{FFF9}a\u{FFFB}", "a"),
        ("\u{A0}x", "\u{A0}x"), ("\u{600}12", "\u{600}12"), ("\u{2126}", "\u{3A9}"),
    ])
    func removesWhatCannotBeSeen(text: String, clean: String) {
        #expect(SafeText.clean(text).unicodeScalars.elementsEqual(clean.unicodeScalars))
    }

    @Test(arguments: [
        "👩\u{200D}🚒", "👨\u{200D}👩\u{200D}👧\u{200D}👦", "🏳\u{FE0F}\u{200D}🌈", "❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}",
        "1\u{FE0F}\u{20E3}", "☎\u{FE0E}",
        "👍🏽", "🧑🏾\u{200D}🌾", "🇩🇪", "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}", "می\u{200C}خواهم",
        "क्\u{200D}ष",
        "ක්\u{200D}ර", "ന്\u{200D}", "日本語", "العربية", "עברית", "Tiếng Việt",
    ])
    func keepsWhatLanguagesAndEmojiNeed(text: String) {
        // A joiner at the end joins nothing.
        let expected = text.unicodeScalars.last == "\u{200D}" ? String(text.unicodeScalars.dropLast()) : text
        let clean = SafeText.clean("x " + text + " y")
        let nfc = SafeText.clean("x " + expected + " y")
        #expect(clean.unicodeScalars.elementsEqual(nfc.unicodeScalars))
        let invisible: [Unicode.Scalar] = ["\u{200C}", "\u{200D}", "\u{FE0F}", "\u{FE0E}", "\u{E0067}"]
        for scalar in invisible where expected.unicodeScalars.contains(scalar) {
            #expect(clean.unicodeScalars.contains(scalar))
        }
    }

    @Test(arguments: [
        ("a\u{200D}b", "ab"), ("a\u{200C}b", "ab"), ("\u{200D}👩", "👩"), ("👩\u{200D}", "👩"),
        ("👩\u{200D}\u{200D}🚒", "👩\u{200D}🚒"),
        ("👩\u{200D}a", "👩a"), ("👩 \u{200D}🚒", "👩 🚒"), ("1\u{200D}2", "12"), ("a\u{FE0F}", "a"), ("ab\u{200C}", "ab"),
        ("می\u{200C} خواهم", "می خواهم"), ("x\u{E0041}\u{E0042}\u{E007F}y", "xy"),
        ("🏴\u{E0078}\u{E0078}\u{E0078}\u{E0078}\u{E0078}\u{E007F}", "🏴"), ("🏴\u{E0067}\u{E0062}z", "🏴z"),
        ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E0041}\u{E007F}", "🏴"),
    ])
    func removesJoinersTagsAndSelectorsWhereTheyMeanNothing(text: String, clean: String) {
        #expect(SafeText.clean(text).unicodeScalars.elementsEqual(clean.unicodeScalars))
    }

    @Test func keepsLinesIfAsked() {
        #expect(SafeText.clean("\r\n a \r\n\r\n\n b\u{2028}c \n", options: .lines) == "a\nb\nc")
        #expect(SafeText.clean("a\n\n\nb", options: .lines) == "a\nb")
    }

    @Test func keepsPrivateUseAndUnassignedIfAsked() {
        var options = SafeText.Options()
        options.keepsPrivateUse = true
        options.keepsUnassigned = true
        #expect(SafeText.clean("\u{E000}\u{378}", options: options) == "\u{E000}\u{378}")
        // A literal cannot contain them.
        for value in [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1_FFFE, 0x10_FFFF] as [UInt32] {
            let text = "a" + String(Unicode.Scalar(value)!) + "b"
            #expect(SafeText.clean(text, options: options) == "ab")
            #expect(SafeText.clean(text) == "ab")
        }
    }

    @Test func boundsCombiningMarks() {
        let marks = String(repeating: "\u{301}\u{323}", count: 500)
        let clean = SafeText.clean("a" + marks + "b" + marks)
        #expect(clean.unicodeScalars.count <= 26)
        #expect(SafeText.clean("\u{301}").unicodeScalars.count == 1)
    }

    @Test(arguments: 0..<12) func cutsBetweenCharacters(limit: Int) {
        let text = "a\u{E9}👩\u{200D}🚒日🇩🇪e\u{301}\u{323}z"
        let whole = SafeText.clean(text)
        let byScalars = SafeText.clean(text, limit: .scalars(limit))
        #expect(byScalars.unicodeScalars.count <= limit)
        let byBytes = SafeText.clean(text, limit: .bytes(limit))
        #expect(byBytes.utf8.count <= limit)
        for cut in [byScalars, byBytes] {
            #expect(whole.hasPrefix(cut))
            #expect(Array(whole).starts(with: Array(cut)))
        }
        var options = SafeText.Options()
        options.marksCut = true
        let marked = SafeText.clean(text, limit: .bytes(limit), options: options)
        #expect(marked.utf8.count <= limit)
        #expect(limit < 3 || marked.hasSuffix("…"))
    }

    @Test func aTextWithinItsLimitIsNotCut() {
        var options = SafeText.Options()
        options.marksCut = true
        #expect(SafeText.clean("abc", limit: .bytes(3), options: options) == "abc")
        #expect(SafeText.clean("abcd", limit: .bytes(3), options: options) == "…")
        #expect(SafeText.clean("\u{200B}abc\u{200B}", limit: .scalars(3), options: options) == "abc")
        #expect(SafeText.clean("abc", limit: .bytes(0)).isEmpty)
        #expect(SafeText.clean("abc", limit: .scalars(-5)).isEmpty)
        #expect(SafeText.clean("ab cd", limit: .scalars(3)) == "ab")
        #expect(SafeText.clean("\u{200B}abc", limit: .scalars(.max)) == "abc")
    }
}
