// SPDX-License-Identifier: Apache-2.0

import CallCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallStoreConformance {
    /// What a search finds.
    static let searching: [Check] = [
        Check("finds lines that hold all words, in any order") { store in
            try await Self.say(["a table for two", "two chairs", "the table is for us two", "nothing"], in: store)
            for question in ["table two", "two table", "  two   table\n", "two, table!", "two two table"] {
                try await Self.expect(question, ["the table is for us two", "a table for two"], in: store)
            }
            try await Self.expect("two", ["the table is for us two", "two chairs", "a table for two"], in: store)
            try await Self.expect("table chairs", [], in: store)
        },
        Check("finds whole words, and with a star words that begin so") { store in
            try await Self.say(["reserve", "reservation", "a re serve", "preserve", "res"], in: store)
            try await Self.expect("reserve", ["reserve"], in: store)
            try await Self.expect("reserv*", ["reservation", "reserve"], in: store)
            try await Self.expect("res*", ["res", "reservation", "reserve"], in: store)
            try await Self.expect("re* serve", ["a re serve"], in: store)
            try await Self.expect("*serve", ["a re serve"], in: store)
            try await Self.expect("reservations*", [], in: store)
        },
        Check("does not care for case and accents") { store in
            let lines = ["Grüße aus MÜNCHEN", "cafe\u{301} Noir", "caf\u{E9} noir", "İstanbul", "ΑΘΗΝΑ", "Ångström"]
            try await Self.say(lines, in: store)
            try await Self.expect("munchen grusse", [], in: store)
            try await Self.expect("munchen gruße", [lines[0]], in: store)
            try await Self.expect("CAFE", [lines[2], lines[1]], in: store)
            try await Self.expect("Café nöir", [lines[2], lines[1]], in: store)
            try await Self.expect("istanbul", [lines[3]], in: store)
            try await Self.expect("αθηνα", [lines[4]], in: store)
            try await Self.expect("angstr*", [lines[5]], in: store)
        },
        Check("finds words of every script, numbers and what only looks like one") { store in
            let words = [
                "東京", "привет", "مرحبا", "\u{1E900}\u{1E92E}", "½", "Ⅷ", "5e10", "1a", "a1", "007", "x", "नमस्ते", "ไทย",
                "not", "or", "and", "the", "near", "null", "select", "a_b",
            ]
            try await Self.say(words, in: store)
            for word in words where word != "a_b" { try await Self.expect(word, [word], in: store) }
            try await Self.expect("5*", ["5e10"], in: store)
            try await Self.expect("при*", ["привет"], in: store)
            try await Self.expect("東*", ["東京"], in: store)
            try await Self.expect("b a", ["a_b"], in: store)
        },
        Check("cuts words where letters and digits end") { store in
            let lines = ["at 5:30 o'clock", "mail anna@example.com", "https://example.com/a-b?c=d", "one,two;three"]
            try await Self.say(lines, in: store)
            try await Self.expect("5 30", [lines[0]], in: store)
            try await Self.expect("o'clock", [lines[0]], in: store)
            try await Self.expect("clock", [lines[0]], in: store)
            try await Self.expect("example com", [lines[2], lines[1]], in: store)
            try await Self.expect("anna@example.com", [lines[1]], in: store)
            try await Self.expect("three", [lines[3]], in: store)
            try await Self.expect("c d", [lines[2]], in: store)
        },
        Check("finds what both speakers said, or one of them") { store in
            var script = EventScript(1)
            _ = try await store.append([
                script.received(), script.spoken("your table", by: .agent), script.spoken("my table"),
                script.spoken("a table then", by: .agent),
            ])
            try await Self.expect("table", ["a table then", "my table", "your table"], in: store)
            try await Self.expect("table", ["a table then", "your table"], in: store) { $0.speaker = .agent }
            try await Self.expect("table", ["my table"], in: store) { $0.speaker = .caller }
            try await Self.expect("your", [], in: store) { $0.speaker = .caller }
        },
        Check("finds lines of a time, the first moment included and the last one not") { store in
            var script = EventScript(1)
            let lines = (1...9).map { script.spoken("line \($0)", at: Double($0)) }
            _ = try await store.append([script.received()] + lines)
            let start = script.start
            try await Self.expect("line", ["line 9", "line 8"], in: store) { $0.from = start.addingTimeInterval(8) }
            try await Self.expect("line", ["line 2", "line 1"], in: store) { $0.before = start.addingTimeInterval(3) }
            try await Self.expect("line", ["line 4", "line 3"], in: store) {
                $0.from = start.addingTimeInterval(3)
                $0.before = start.addingTimeInterval(5)
            }
            try await Self.expect("line", ["line 5"], in: store) {
                $0.from = start.addingTimeInterval(4.000_002)
                $0.before = start.addingTimeInterval(5.000_002)
                $0.speaker = .caller
            }
            try await Self.expect("line", [], in: store) {
                $0.from = start.addingTimeInterval(5)
                $0.before = start.addingTimeInterval(5)
            }
        },
        Check("gives a line as it was said, with its call, its event and its time") { store in
            var script = EventScript(1)
            let events = [script.received(), script.spoken("Grüß Gott,\u{2028}Anna \u{1F600}", by: .agent)]
            _ = try await store.append(events)
            let found = try await store.search(TranscriptQuery("anna"))
            let line = EventScript.line("Grüß Gott,\u{2028}Anna \u{1F600}", by: .agent)
            let match = TranscriptMatch(call: script.call, id: events[1].id, time: events[1].time, line: line)
            try ConformanceFailure.requireEqual(found, TranscriptMatches(matches: [match], next: nil), "what was found")
        },
        Check("finds only what was said, and only once") { store in
            var script = EventScript(1)
            let events = script.everyKind()
            _ = try await store.append(events)
            _ = try await store.append(events)
            try await Self.expect("open", ["We are open", "when are you open"], in: store)
            for word in ["offline", "MZ1", "hello", "completed", "CA2", script.call.rawValue] {
                try await Self.expect(word, [], in: store)
            }
        },
        Check("finds a line as soon as it is stored, and none of a batch that was refused") { store in
            var script = EventScript(1)
            var unknown = EventScript(2)
            _ = try await store.append([script.received(), script.spoken("first")])
            try await Self.expect("first", ["first"], in: store)
            let batch = [script.spoken("second"), unknown.spoken("second")]
            try await Self.expect(.rejected) { _ = try await store.append(batch) }
            try await Self.expect("second", [], in: store)
        },
    ]

    /// Stores the lines, each later than the one before.
    static func say(_ texts: [String], in store: any CallStore) async throws {
        var script = EventScript(1)
        _ = try await store.append([script.received()] + script.spoken(texts))
    }

    /// Fails unless the question finds these lines, newest first, in one page and in pages of two.
    static func expect(
        _ question: String,
        _ expected: [String],
        in store: any CallStore,
        _ change: (inout TranscriptQuery) -> Void = { _ in }
    ) async throws {
        for limit in [500, 2] {
            var query = TranscriptQuery(question, limit: limit)
            change(&query)
            let found = try await Self.all(query, in: store).map(\.line.text)
            try ConformanceFailure.requireEqual(found, expected, "lines for \(query)")
        }
    }

    /// All pages of an answer.
    static func all(_ query: TranscriptQuery, in store: any CallStore) async throws -> [TranscriptMatch] {
        var query = query
        var found: [TranscriptMatch] = []
        repeat {
            let page = try await store.search(query)
            try ConformanceFailure.require(page.matches.count <= query.limit, "a page is longer than was asked for")
            found += page.matches
            try ConformanceFailure.require(found.count <= 10_000, "the pages have no end")
            query.cursor = page.next
        } while query.cursor != nil
        return found
    }
}
