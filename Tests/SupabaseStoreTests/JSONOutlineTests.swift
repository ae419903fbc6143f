// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SupabaseStore

@Suite struct JSONOutlineTests {
    @Test(arguments: [
        "{}", "[]", "null", "12.5e+3", "\"\"", #" {"a": [1, "}\"]", {"b": null}]} "#, "\n[\"\\\\\"]", #""a\"b""#,
    ])
    func aWholeTextIsWhole(_ text: String) {
        #expect(JSONOutline.isWhole(Array(text.utf8)))
    }

    @Test(arguments: [
        "", "  ", "{]", "}", "[}", "{}{}", "<html></html>", "Bad Gateway", #""a""b""#, "{} <", "\u{FEFF}{}",
    ])
    func whatIsNoneIsNone(_ text: String) {
        #expect(!JSONOutline.isWhole(Array(text.utf8)))
    }

    @Test func aTextThatWasCutAnywhereIsNotWhole() {
        let text = Array(#"{"calls": [{"id": "CA\"1", "events": 12}], "conflict": true}"#.utf8)
        for count in 0..<text.count { #expect(!JSONOutline.isWhole(Array(text.prefix(count)))) }
    }
}
