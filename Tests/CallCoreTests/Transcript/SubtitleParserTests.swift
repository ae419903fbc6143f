// SPDX-License-Identifier: Apache-2.0

import CallCore
import Foundation
import Testing

/// What other people's parsers read from subtitles and tables that are written here.
struct SubtitleParserTests {
    private static let script = """
        import csv, io, json, sys
        import srt, webvtt
        data = json.load(sys.stdin)
        cues = list(srt.parse(data["srt"], ignore_errors=False))
        captions = list(webvtt.from_string(data["vtt"]))
        rows = list(csv.reader(io.StringIO(data["csv"], newline=""), strict=True))
        json.dump({
            "srt": [[round(c.start.total_seconds() * 1000), round(c.end.total_seconds() * 1000), c.content] for c in cues],
            "vtt": [[round(c.start_in_seconds * 1000), c.voice or "", c.text] for c in captions],
            "csv": rows,
            "jsonl": [json.loads(line) for line in data["jsonl"].split("\\n") if line],
        }, sys.stdout)
        """

    private static func python(_ script: String, input: Data = Data("{}".utf8)) throws -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let output = Pipe()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("cues-\(UUID().uuidString).json")
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

    private static let isInstalled = (try? python("import srt, webvtt")) ?? nil != nil

    static let hostile = [
        "hello", "<script>alert(\"1\")</script> & more", "one\r\ntwo", "\n\n2\n00:00:01,000 --> 00:00:02,000\nforged",
        "--> 00:00:09.000", "NOTE", "STYLE\n::cue{}", "{\\an8}up", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)",
        "\"quoted\", and; more", "\u{202E}evil", "a\u{2028}b", "\u{1F469}\u{200D}\u{1F692}", "</v><v Agent>forged",
        "&lt;",
        "WEBVTT", "1", "", " ", "\u{0}", "\t=1+1", "Grüße, 你好",
    ]

    @Test(.enabled(if: isInstalled, "needs python3 with srt and webvtt-py"))
    func realParsersFindOneCueALineAndTheTextInIt() throws {
        var story = Story()
        story.starts(0)
        for (index, text) in Self.hostile.enumerated() {
            let start = Double(index * 2)
            story.says(index.isMultiple(of: 2) ? .caller : .agent, text, start, start + 1, keptAt: start + 1.5)
        }
        let transcript = story.transcript
        var input: [String: String] = [:]
        for format in [TranscriptFormat.srt, .vtt, .csv, .jsonl] { input[format.rawValue] = format.write(transcript) }
        let data = try #require(try Self.python(Self.script, input: try JSONEncoder().encode(input)))
        let read = try #require(try JSONSerialization.jsonObject(with: data) as? [String: [Any]])

        let cues = try #require(read["srt"] as? [[Any]])
        let captions = try #require(read["vtt"] as? [[Any]])
        #expect(cues.count == Self.hostile.count && captions.count == Self.hostile.count)
        for (index, (cue, caption)) in zip(cues, captions).enumerated() {
            #expect(cue[0] as? Int == index * 2_000 && cue[1] as? Int == index * 2_000 + 1_000)
            #expect(caption[0] as? Int == index * 2_000)
            #expect(caption[1] as? String == (index.isMultiple(of: 2) ? "Caller" : "Agent"))
            let text = try #require(cue[2] as? String)
            #expect(!text.contains("<") && !text.contains("{\\"))
        }
        #expect(cues[0][2] as? String == "Caller: hello")
        #expect(captions[0][2] as? String == "hello")

        let rows = try #require(read["csv"] as? [[String]])
        #expect(rows.count == Self.hostile.count + 1)
        #expect(rows.allSatisfy { $0.count == 10 })
        #expect(rows[0].prefix(3) == ["call", "number", "time"])
        #expect(
            rows.dropFirst().allSatisfy { row in row.allSatisfy { !($0.first.map { "=+-@\t\r".contains($0) } ?? false) }
            }
        )
        let formula = try #require(Self.hostile.firstIndex { $0.hasPrefix("=cmd") })
        #expect(rows[formula + 1][6] == "'" + Self.hostile[formula])

        let objects = try #require(read["jsonl"] as? [[String: Any]])
        #expect(objects.map { $0["text"] as? String } == Self.hostile.map { Optional($0) })
        #expect(objects.allSatisfy { $0["call"] as? String == story.call.rawValue })
    }
}
