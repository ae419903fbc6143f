// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct StringCuttingTests {
    @Test(arguments: [
        ("one two three", 100, "one two three"), ("one two three", 13, "one two three"),
        ("one two three", 12, "one two"),
        ("one two three", 7, "one two"), ("one two three", 8, "one two"), ("abcdef", 3, "abc"), ("abc", 0, ""),
        ("", 5, ""),
    ])
    func cutsAfterWholeWords(text: String, count: Int, cut: String) {
        #expect(text.cut(to: count) == cut)
    }
}
