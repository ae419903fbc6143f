// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct PlainTextTests {
    @Test(arguments: [
        ("plain words", "plain words"), ("  blanks \n", "blanks"), ("a\r\nb", "a  b"), ("a\u{0}b\u{7F}c", "a b c"),
        ("a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}e", "abcde"), ("a\u{2028}b", "a b"), ("\u{1B}[31mred", "[31mred"),
        ("👩‍👩‍👧 می‌خواهم", "👩‍👩‍👧 می‌خواهم"), ("\u{1}\u{2}", ""), ("", ""),
    ])
    func keepsVisibleTextOnly(text: String, clean: String) {
        #expect(PlainText.clean(text) == clean)
    }

    @Test(arguments: [
        ("one two three", 100, "one two three"), ("one two three", 13, "one two three"),
        ("one two three", 12, "one two"),
        ("one two three", 7, "one two"), ("one two three", 8, "one two"), ("abcdef", 3, "abc"), ("abc", 0, ""),
        ("", 5, ""),
    ])
    func cutsAfterWholeWords(text: String, count: Int, cut: String) {
        #expect(PlainText.cut(text, to: count) == cut)
    }
}
