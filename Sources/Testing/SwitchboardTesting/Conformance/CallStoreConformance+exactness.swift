// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallStoreConformance {
    /// Texts that go wrong where somebody is careless.
    static let hostileTexts: [String] = [
        "", " ", "caf\u{E9}", "cafe\u{301}", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{202E}gnp.exe\u{2066}",
        "a\u{0}b", "\u{0}", "tab\tcr\rlf\ncrlf\r\n", "\u{1B}[31mred", "\u{7F}\u{80}\u{9F}", "\u{FEFF}bom",
        "'; DROP TABLE calls; --", "\"quoted\" 'single' `back` \\slash\\", "<script>alert(1)</script>&amp;",
        "\u{2028}\u{2029}", "{\"json\": [1, null]}", "%s%n?1 :name @x $y", "\u{10FFFF}\u{FFFD}", "ﬁ ½ Ⅷ", "İ ı ß",
    ]

    /// Bytes, times and numbers come back as they went in.
    static let exactness: [Check] = [
        Check("gives back every text byte for byte") { store in
            var script = EventScript(1)
            _ = try await store.append([script.received()] + script.spoken(Self.hostileTexts))
            let lines = try await store.transcript(of: script.call)
            try ConformanceFailure.requireEqual(lines.count, Self.hostileTexts.count, "lines")
            for (text, line) in zip(Self.hostileTexts, lines) {
                try Self.requireSameBytes(line.line.text, text, "text")
                try Self.requireSameBytes(line.line.words.first?.text ?? "no word", text, "word")
            }
        },
        Check("gives back the facts of a call byte for byte") { store in
            for (number, text) in Self.hostileTexts.enumerated() {
                var script = EventScript(number + 1)
                var info = script.info
                info.account = text
                info.from = text
                info.to = text
                _ = try await store.append([
                    script.event(.received(info)), script.event(.nextDecided(.transfer(to: text))),
                    script.event(.digit(text, at: .zero)), script.event(.transferEnded(status: text)),
                    script.event(.voicemail(url: text, seconds: 1)), script.event(.nextDecided(.transfer(to: text))),
                ])
                let record = try await store.call(script.call)
                for found in [record?.info.account, record?.info.from, record?.info.to, record?.voicemailURL] {
                    try Self.requireSameBytes(found ?? "nothing", text, "field of the record")
                }
                guard case .transfer(let address, nil) = record?.next else {
                    throw ConformanceFailure(
                        "expected a transfer as the next step, found \(record?.next, default: "nothing")"
                    )
                }
                try Self.requireSameBytes(address, text, "address of the next step")
                for stored in try await store.events(of: script.call) {
                    if case .digit(let found, _) = stored.event.kind { try Self.requireSameBytes(found, text, "digit") }
                }
            }
        },
        Check("keeps a line of 16 kB, as long as the journal lets one become") { store in
            var script = EventScript(1)
            let text = String(repeating: "wörter \u{1F600}\u{2028} cafe\u{301} ", count: 630)
            _ = try await store.append([script.received(), script.spoken(text)])
            let found = try await store.transcript(of: script.call).first?.line.text
            try Self.requireSameBytes(found ?? "nothing", text, "text")
        },
        Check("gives the same text for U+0000 wherever it is asked for") { store in
            var script = EventScript(1)
            let stored = try await store.append([script.received(), script.spoken("zero\u{0}width")])
            let events = try await store.events(of: script.call)
            try Self.requireSameBytes(events.last?.event.spokenText ?? "nothing", "zero\u{0}width", "text of the event")
            let line = try await store.transcript(of: script.call).first?.line.text
            try Self.requireSameBytes(line ?? "nothing", events.last?.event.spokenText ?? "", "line")
            try ConformanceFailure.requireEqual(stored.last?.line, 1, "line number")
            let found = try await store.search(TranscriptQuery("width")).matches.first?.line.text
            try Self.requireSameBytes(found ?? "nothing", line ?? "", "line that was found")
        },
        Check("keeps a line of a megabyte") { store in
            var script = EventScript(1)
            let text = String(repeating: "word é ", count: 131_072)
            _ = try await store.append([script.received(), script.spoken(text)])
            let found = try await store.transcript(of: script.call).first?.line.text
            try Self.requireSameBytes(found ?? "nothing", text, "text")
        },
        Check("keeps times to the microsecond") { store in
            var script = EventScript(1)
            var event = script.received()
            event.time = Date(timeIntervalSince1970: 1_700_000_000.123456)
            var info = script.info
            info.receivedAt = Date(timeIntervalSince1970: 1_699_999_999.999999)
            event.kind = .received(info)
            _ = try await store.append([event])
            let stored = try await store.events(of: script.call).first
            let time = stored?.event.time.timeIntervalSince1970 ?? 0
            try ConformanceFailure.require(abs(time - 1_700_000_000.123456) < 0.000_001, "time \(time)")
            let received = try await store.call(script.call)?.info.receivedAt.timeIntervalSince1970 ?? 0
            try ConformanceFailure.require(abs(received - 1_699_999_999.999999) < 0.000_001, "received \(received)")
        },
        Check("returns from append exactly what is read later") { store in
            var script = EventScript(1)
            var event = script.received()
            event.time = Date(timeIntervalSinceReferenceDate: 700_000_000.123_456_789)
            let returned = try await store.append([event])
            try ConformanceFailure.requireEqual(try await store.events(of: script.call), returned, "events")
        },
        Check("keeps durations to the nanosecond and confidences exactly") { store in
            var script = EventScript(1)
            var line = EventScript.line("exact")
            line.start = .nanoseconds(3_599_999_999_999)
            line.end = .nanoseconds(86_400_000_000_001)
            line.confidence = 0.1 + 0.2
            line.words = [
                Word(text: "exact", start: .nanoseconds(1), end: .nanoseconds(62_500), confidence: 1.0 / 3)
            ]
            _ = try await store.append([script.received(), script.event(.spoken(line))])
            try ConformanceFailure.requireEqual(try await store.transcript(of: script.call).first?.line, line, "line")
        },
        Check("survives numbers that are none") { store in
            var script = EventScript(1)
            var line = EventScript.line("strange")
            line.confidence = .nan
            line.words[0].confidence = .infinity
            line.end = .seconds(Int64.max)
            _ = try await store.append([script.received(), script.event(.spoken(line))])
            let found = try await store.transcript(of: script.call).first?.line
            try ConformanceFailure.requireEqual(found?.text, "strange", "text")
        },
    ]

    /// Fails unless the texts are the same; U+0000 may have become U+FFFD.
    static func requireSameBytes(_ found: String, _ expected: String, _ what: String) throws {
        guard !found.utf8.elementsEqual(expected.utf8) else { return }
        let replaced = String(String.UnicodeScalarView(expected.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
        guard !found.utf8.elementsEqual(replaced.utf8) else { return }
        let bytes = (Array(found.utf8.prefix(40)), Array(expected.utf8.prefix(40)))
        throw ConformanceFailure("\(what): expected the bytes \(bytes.1)…, found \(bytes.0)…")
    }
}
