// SPDX-License-Identifier: Apache-2.0

import CallCore

extension CallStoreConformance {
    /// Questions that go wrong where somebody is careless.
    private static let hostileQuestions: [String] = [
        "\"", "\"\"", "\"word", "word\"", "'", "'word'", "''; DROP TABLE calls; --", "word OR other", "word AND other",
        "NOT word", "word NOT other", "NEAR(word other)", "NEAR(", "NEAR(word other, 2)", "(", ")", "(word", "word)",
        "{word}", "words:word", "words : word", "-word", "+word", "^word", "~word", "!word", "word & other",
        "word | other", "word <-> other", "word:*", "word:A", "*", "**", "* word", "word*", "word**", "wor*d", "%",
        "word%", "_", "wor_", "\\", "\\word", "word\u{0}", "\u{0}", "wo\u{0}rd", "\u{1F468}\u{200D}\u{1F469}",
        "word \u{1F600}",
        "\u{FEFF}word", "wo\u{200B}rd", "\u{202E}word", "$1", ":name", "@x", "?", "?1", "`word`", "<b>word</b>",
        "word;other", "{\"word\": 1}", "[word]", "word\u{2028}other", "WORD", "\u{FF37}ord", "ﬁ", "\u{301}",
        "w\u{301}ord",
        "--", "/*word*/", "1=1", "''", "\u{10FFFF}", "\u{FFFD}", "or", "not", "and", "near", "rank", "rowid",
    ]

    /// What a search makes of anything that can be typed.
    static let hostileSearching: [Check] = [
        Check("says of a search without words that it is invalid") { store in
            try await Self.say(["word"], in: store)
            for question in ["", " ", "\n\t", "*", "***", "\"", "' '", "()", "%", "\u{0}", "\u{1F600}", "…", "\u{301}"]
            {
                try await Self.expect(.invalidQuery) { _ = try await store.search(TranscriptQuery(question)) }
            }
        },
        Check("takes every question for words, whatever else is in it") { store in
            let lines =
                [
                    "word", "other", "word other", "not a word or other", "near the word and others", "wo rd", "1 1",
                    "name x", "drop table calls", "words word", "fi", "rank rowid", "b word b",
                ] + Self.hostileTexts
            try await Self.say(lines, in: store)
            for question in Self.hostileQuestions {
                guard let words = SearchText(question) else {
                    try await Self.expect(.invalidQuery) { _ = try await store.search(TranscriptQuery(question)) }
                    continue
                }
                let expected = Array(lines.indices.filter { words.matches(lines[$0]) }.reversed())
                let found = try await Self.all(TranscriptQuery(question, limit: 3), in: store)
                let asked = "lines for \(question.debugDescription)"
                try ConformanceFailure.requireEqual(found.count, expected.count, "number of \(asked)")
                for (match, index) in zip(found, expected) {
                    try Self.requireSameBytes(match.line.text, lines[index], asked)
                }
            }
        },
        Check("answers a question of 10,000 words by its first 16") { store in
            let words = (1...20).map { "w\($0)" }
            try await Self.say(
                [words.prefix(16).joined(separator: " "), words.joined(separator: " "), "w1"],
                in: store
            )
            let question = (1...10_000).map { "w\($0)" }.joined(separator: " ")
            let found = try await store.search(TranscriptQuery(question))
            try ConformanceFailure.requireEqual(found.matches.count, 2, "lines")
        },
        Check("keeps a line with a word of 16 kB, finds it by its other words, and is not upset by such a question") {
            store in
            let word = String(repeating: "a", count: 16_000)
            let line = "before \(word) after"
            try await Self.say([line, "after"], in: store)
            try await Self.expect("before after", [line], in: store)
            try await Self.expect("aft*", ["after", line], in: store)
            for question in [word, word + "*", word + "b", "before \(word)"] {
                // Not every index keeps so long a word: it may find the line or not, but nothing else.
                let found = try await store.search(TranscriptQuery(question)).matches
                try ConformanceFailure.require(
                    found.allSatisfy { $0.line.text == line },
                    "a line was found that does not hold the word"
                )
            }
        },
        Check("keeps and finds lines that hold no word") { store in
            try await Self.say(["", " ", "…", "\u{1F600}", "\u{301}", "word"], in: store)
            try ConformanceFailure.requireEqual(try await store.transcript(of: EventScript(1).call).count, 6, "lines")
            try await Self.expect("word", ["word"], in: store)
        },
    ]
}
