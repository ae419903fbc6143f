// SPDX-License-Identifier: Apache-2.0

import SafeText
import Testing

@Suite struct EscaperTests {
    @Test(arguments: [
        ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
        ("\" onmouseover=\"x", "&quot; onmouseover=&quot;x"), ("&amp;", "&amp;amp;"), ("`", "&#96;"),
        ("a\u{0}b\u{202E}c", "abc"), ("a\nb\rc", "a\nb&#13;c"), ("a\u{85}b", "a\nb"), ("<\u{338}", "&lt;\u{338}"),
    ])
    func escapesHTML(text: String, html: String) {
        #expect(SafeText.html(text).unicodeScalars.elementsEqual(html.unicodeScalars))
    }

    @Test func escapesAttributes() {
        #expect(SafeText.htmlAttribute("a\"b\nc\td") == "a&quot;b&#10;c&#9;d")
    }

    @Test func escapesJSON() {
        #expect(
            SafeText.json("a\"\\\n\u{1}</script>\u{2028}\u{202E}é😀\u{7F}\u{9B}")
                == #""a\"\\\n\u0001\u003c/script\u003e\u2028\u202eé😀\u007f\u009b""#
        )
        #expect(SafeText.json("\u{E0041}") == #""\udb40\udc41""#)
        #expect(SafeText.json("") == "\"\"")
        #expect(
            SafeText.json(document: "{\n  \"a\": \"<b>&\u{2029}\u{7F}\"\r\n\t}")
                == "{\n  \"a\": \"\\u003cb\\u003e\\u0026\\u2029\\u007f\"\r\n\t}"
        )
        #expect(SafeText.json(document: "[1]") == "[1]")
    }

    @Test(arguments: [
        ("a --> b", "a --&gt; b"), ("<v Bob>hi & bye", "&lt;v Bob&gt;hi &amp; bye"), ("a\n\n\nb", "a b"),
        ("a\r\n\r\n2\r\n00:00:01,000 --> 00:00:02,000\r\nb", "a 2 00:00:01,000 --&gt; 00:00:02,000 b"),
    ])
    func escapesSubtitles(text: String, cue: String) {
        #expect(SafeText.vtt(text) == cue)
        #expect(SafeText.srt(text) == cue)
    }

    @Test func subtitlesMayHaveLinesButNoEmptyOnes() {
        #expect(SafeText.vtt("a\n \n\u{200B}\n\nb", lineBreaks: .kept) == "a\nb")
        #expect(SafeText.srt("{\\an8}x\r\n\r\ny", lineBreaks: .kept) == "{ \\an8}x\ny")
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("=1+1", "\"'=1+1\""), ("+14155551234", "\"'+14155551234\""), ("-1", "\"'-1\""),
        ("@x", "\"'@x\""), ("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""), ("＝1", "\"'＝1\""), (" =1", "\"' =1\""),
        ("\u{200B}=1", "\"'=1\""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
        ("a=1", "\"a=1\""), ("a-b", "a-b"), ("2024-05-01", "2024-05-01"), ("a\u{0}\u{1B}b", "ab"), ("'=1", "\"'=1\""),
        ("a;b", "\"a;b\""),
    ])
    func escapesCSV(text: String, field: String) {
        #expect(SafeText.csv(text) == field)
    }

    @Test func makesRecords() {
        #expect(SafeText.csv(record: ["a", "b,c", "=d"]) == "a,\"b,c\",\"'=d\"\r\n")
    }

    @Test func escapesLogLines() {
        #expect(SafeText.logLine("a\r\nb\u{1B}[31m\\\u{2028}\u{202E}é") == "a\\r\\nb\\u001b[31m\\\\\\u2028\\u202eé")
        #expect(SafeText.logLine("a\\nb") != SafeText.logLine("a\nb"))
        #expect(SafeText.logLine("\u{E0041}") == "\\udb40\\udc41")
    }

    @Test func cutsLogLines() {
        let million = String(repeating: "\u{202E}", count: 350_000)
        let line = SafeText.logLine(million)
        #expect(line.utf8.count <= 1_024 && line.utf8.count > 1_010)
        #expect(line.hasSuffix("…"))
        #expect(line.dropLast().utf8.count % 6 == 0)
        #expect(SafeText.logLine("abcd", limit: 4) == "abcd")
        #expect(SafeText.logLine("abcde", limit: 4) == "a…")
        #expect(SafeText.logLine("abcde", limit: 2).isEmpty)
        #expect(SafeText.logLine("abc", limit: 0).isEmpty)
    }

    @Test(arguments: [
        ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}]0;title\u{7}x", "x"),
        ("\u{1B}]8;;http://e\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
        ("\u{9B}2Jx", "x"), ("\u{9D}0;t\u{9C}x", "x"), ("\u{1B}Pq#0\u{1B}\\x", "x"), ("\u{1B}(Bx", "x"),
        ("\u{1B}cx", "x"),
        ("\u{1B}]0;never ends", "0;never ends"), ("\u{1B}", ""), ("\u{1B}[", ""), ("\u{1B}[31", ""),
        ("a\u{8}\u{8}b", "ab"),
        ("a\rb", "a b"), ("\u{202E}x", "x"), ("\u{1B}\u{1B}[31mx", "x"), ("\u{1B}[é", "é"), ("日本", "日本"),
    ])
    func leavesNothingForATerminalToObey(text: String, shown: String) {
        #expect(SafeText.terminal(text) == shown)
    }

    @Test func aTerminalMayHaveLines() {
        #expect(SafeText.terminal("a\r\n\u{1B}[1mb", lineBreaks: .kept) == "a\nb")
    }
}
