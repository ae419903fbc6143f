// SPDX-License-Identifier: Apache-2.0

import Foundation
import SafeText
import Testing

/// What Python's own parsers read from what is written here.
@Suite struct RealParserTests {
    private struct Case: Codable {
        var text: String
        var json: String
        var document: String
        var html: String
        var attribute: String
        var csv: String
    }

    private static let script = """
        import csv, io, json, sys
        from html.parser import HTMLParser
        class Reader(HTMLParser):
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.tags, self.text, self.value = [], "", None
            def handle_starttag(self, tag, attributes):
                self.tags.append(tag)
                for name, value in attributes:
                    self.tags.append(name)
                    if name == "title": self.value = value
            def handle_data(self, data): self.text += data
        def read(case):
            reader = Reader()
            reader.feed('<p title="' + case["attribute"] + '">' + case["html"] + "</p>")
            reader.close()
            rows = list(csv.reader(io.StringIO("a," + case["csv"] + ",b\\r\\n", newline="")))
            return {
                "json": json.loads(case["json"]) == case["text"],
                "document": json.loads(case["document"]) == [case["text"]],
                "script": "</" not in case["json"] and "<!" not in case["json"],
                "tags": reader.tags == ["p", "title"],
                "html": reader.text, "attribute": reader.value or "",
                "rows": len(rows), "fields": len(rows[0]), "csv": rows[0][1],
            }
        json.dump([read(case) for case in json.load(sys.stdin)], sys.stdout)
        """

    private struct Answer: Codable {
        var json: Bool
        var document: Bool
        var script: Bool
        var tags: Bool
        var html: String
        var attribute: String
        var rows: Int
        var fields: Int
        var csv: String
    }

    private static func python(_ script: String, input: Data = Data()) throws -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let output = Pipe()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("texts-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try input.write(to: file)
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }

    private static let isInstalled = (try? python("import html.parser, csv")) ?? nil != nil

    private static func texts() -> [String] {
        var generator = SeededGenerator(seed: 11)
        let hostile = [
            "<script>alert(1)</script>", "</script><!--", "\" onmouseover=\"x", "' onclick='", "&lt;", "&#60;", "<!--",
            "]]>",
            "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "a\"b,c\r\nd", "\u{2028}", "\u{1F600}", "\\u003c", "é", "`",
        ]
        let letters = GarbageTests.pieces + hostile
        return hostile
            + (0..<2_000).map { _ in
                (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? ""
                }.joined()
            }
    }

    /// What HTML must show: the text without what is hidden, with its unusual line breaks as LF.
    private static func shown(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if "\u{B}\u{85}\u{2028}\u{2029}".unicodeScalars.contains(scalar) {
                scalars.append("\n")
            } else if scalar == "\u{200D}" || !SafeText.isHidden(scalar) {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    @Test(.enabled(if: isInstalled, "needs python3")) func pythonReadsWhatWasWritten() throws {
        let cases = try Self.texts().map { text in
            let encoded = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
            return Case(
                text: text,
                json: SafeText.json(text),
                document: SafeText.json(document: encoded),
                html: SafeText.html(text),
                attribute: SafeText.htmlAttribute(text),
                csv: SafeText.csv(text)
            )
        }
        let data = try #require(try Self.python(Self.script, input: JSONEncoder().encode(cases)))
        let answers = try JSONDecoder().decode([Answer].self, from: data)
        #expect(answers.count == cases.count)
        for (one, answer) in zip(cases, answers) {
            #expect(answer.json && answer.document && answer.script && answer.tags, "\(one)")
            #expect(answer.html.utf8.elementsEqual(Self.shown(one.text).utf8), "\(one)")
            #expect(answer.attribute.utf8.elementsEqual(Self.shown(one.text).utf8), "\(one)")
            #expect(answer.rows == 1 && answer.fields == 3, "\(one)")
            let bare =
                answer.csv.utf8.first == UInt8(ascii: "'") ? String(answer.csv.unicodeScalars.dropFirst()) : answer.csv
            let kept = String(
                String.UnicodeScalarView(one.text.unicodeScalars.filter { $0 == "\u{200D}" || !SafeText.isHidden($0) })
            )
            #expect(answer.csv.utf8.elementsEqual(kept.utf8) || bare.utf8.elementsEqual(kept.utf8), "\(one)")
        }
    }
}
