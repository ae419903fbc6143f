// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore
import Testing

@testable import OfflineSpeech

/// From hints to words, pronunciations and probabilities.
struct LanguageModelTests {
    @Test func splitsTextIntoSpokenWords() {
        #expect(SpokenWords.split("What's on the Menu?") == ["what's", "on", "the", "menu"])
        #expect(
            SpokenWords.split("a table for 12 at 7:30") == [
                "a", "table", "for", "twelve", "at", "seven", "thirty",
            ]
        )
        #expect(SpokenWords.split("6pm, it\u{2019}s 'late'") == ["six", "pm", "it's", "late'"])
        #expect(SpokenWords.split("日本 <script>") == ["script"])
        #expect(SpokenWords.split(String(repeating: "x", count: 1000)).isEmpty)
        #expect(SpokenWords.split("").isEmpty)
    }

    @Test func spellsNumbersOut() {
        #expect(SpokenWords.number("0") == ["zero"])
        #expect(SpokenWords.number("21") == ["twenty", "one"])
        #expect(SpokenWords.number("105") == ["one", "hundred", "five"])
        #expect(SpokenWords.number("9999") == ["nine", "thousand", "nine", "hundred", "ninety", "nine"])
        #expect(SpokenWords.number("02") == ["zero", "two"])
        #expect(SpokenWords.number("12025") == ["one", "two", "zero", "two", "five"])
    }

    @Test func fillsSlotsWithAllTheirValues() {
        let phrases = HintPhrases(
            SpeechHints(
                phrases: ["for {n} at {t} please", "bye", "{missing}"],
                slots: ["n": ["one", "2"], "t": ["half past six", "", "nine"]],
                keywords: ["vegan food"]
            )
        )
        #expect(
            phrases.sentences.map { $0.words.joined(separator: " ") } == [
                "for one at half past six please", "for two at half past six please", "for one at nine please",
                "for two at nine please", "bye",
            ]
        )
        #expect(phrases.sentences.map(\.weight) == [0.25, 0.25, 0.25, 0.25, 1])
        #expect(phrases.keywords == [["vegan", "food"]])
    }

    @Test func samplesTooManyCombinationsAndStillMeetsEveryValue() {
        let values = (0..<100).map {
            "w" + String(repeating: "a", count: $0 % 10 + 1) + String(repeating: "b", count: $0 / 10)
        }
        let phrases = HintPhrases(
            SpeechHints(phrases: ["{a} x {b} y {c}"], slots: ["a": values, "b": values, "c": values])
        )
        #expect(phrases.sentences.count == HintPhrases.combinations)
        for place in [0, 2, 4] { #expect(Set(phrases.sentences.map { $0.words[place] }).count == 100) }
    }

    @Test func writesTheModelAsExpected() {
        let phrases = HintPhrases(SpeechHints(phrases: ["a b", "a c"]))
        let model = LanguageModel(phrases, background: [CommonWords.Entry(word: "d", probability: 0.5)])
        // Counted by hand: six tokens (a a b c and two ends), 70 % of the mass; d has the 30 % of the background.
        #expect(
            model.arpa() == """
                \\data\\
                ngram 1=6
                ngram 2=5
                ngram 3=4

                \\1-grams:
                -0.6320 </s> 0.0000
                -99.0000 <s> -0.4771
                -0.6320 a -0.4771
                -0.9331 b -0.3010
                -0.9331 c -0.3010
                -0.5229 d 0.0000

                \\2-grams:
                -0.1282 <s> a -0.4771
                -0.4292 a b -0.3010
                -0.4292 a c -0.3010
                -0.2099 b </s> 0.0000
                -0.2099 c </s> 0.0000

                \\3-grams:
                -0.3397 <s> a b
                -0.3397 <s> a c
                -0.0924 a b </s>
                -0.0924 a c </s>

                \\end\\

                """
        )
    }

    @Test func probabilitiesAfterAnyHistoryAddUpToOne() throws {
        let phrases = HintPhrases(SpeechHints(phrases: ["a b", "a c", "b a c a"], keywords: ["c"]))
        let model = LanguageModel(
            phrases,
            background: ["a", "d", "e"].map { CommonWords.Entry(word: $0, probability: 0.01) }
        )
        let words = ["a", "b", "c", "d", "e", "</s>"]
        for history in [[], ["a"], ["d"], ["<s>"], ["<s>", "a"], ["b", "a"], ["e", "d"]] {
            let sum = words.reduce(0) { $0 + model.probability(history + [$1]) }
            #expect(abs(sum - 1) < 1e-9, "after \(history): \(sum)")
        }
    }

    @Test func hostileHintsStayWords() throws {
        let hints = SpeechHints(
            phrases: ["\\end\\ <s> </s> hello(2) {", "}{", "{x}{x}{x}", "a\u{0}b", "\n"],
            slots: ["x": ["../../etc/passwd", "%n%s"]],
            keywords: ["\\data\\"]
        )
        let phrases = HintPhrases(hints)
        let letters = Set("abcdefghijklmnopqrstuvwxyz'")
        #expect(phrases.vocabulary.allSatisfy { $0.allSatisfy(letters.contains) }, "\(phrases.vocabulary)")
        #expect(HintPhrases(SpeechHints(phrases: ["", "{", "{nothing}", "}{"])).sentences.isEmpty)
    }

    @Test func pronouncesWordsThatNoDictionaryHas() throws {
        let files = try ModelFiles(directory: nil)
        let background = try CommonWords(files, count: 100)
        let compiled = try CompiledHints(
            SpeechHints(phrases: ["a table at zorblatti's"]),
            files: files,
            background: background
        )
        #expect(compiled.unpronounceable.isEmpty)
        let line = compiled.dictionary.split(separator: "\n").first { $0.hasPrefix("zorblatti's ") }
        let phones = try #require(line).split(separator: " ").dropFirst()
        #expect(phones.first == "Z")
        #expect(phones.count >= 7)
        #expect(phones.allSatisfy { LetterToSound.phones.contains(String($0)) })
        #expect(compiled.dictionary.contains("\ntable T EY B AH L\n"))
        #expect(background.entries.count == 100)
        #expect(background.entries.first?.word == "the")
    }

    @Test func knowsFlitesPhonesByTheModelsNames() {
        #expect(LetterToSound.phone("ax") == "AH")
        #expect(LetterToSound.phone("ow1") == "OW")
        #expect(LetterToSound.phone("pau") == nil)
    }

    @Test func forgetsWhatWasUsedLeastRecently() {
        var cache = RecentValues<String, Int>(limit: 2)
        cache.insert(1, for: "a")
        cache.insert(2, for: "b")
        #expect(cache["a"] == 1)
        cache.insert(3, for: "c")
        #expect(cache["b"] == nil)
        #expect(cache["a"] == 1)
        #expect(cache.count == 2)
        var bytes = RecentValues<String, Int>(limit: 10) { $0 }
        bytes.insert(6, for: "a")
        bytes.insert(6, for: "b")
        bytes.insert(11, for: "c")
        #expect(bytes["a"] == nil && bytes["b"] == 6 && bytes["c"] == nil)
        #expect(bytes.total == 6)
    }

    @Test func aThreadKeepsNoMoreDecodersThanItMay() throws {
        let files = try ModelFiles(directory: nil)
        var bench = DecoderBench(
            limit: 2,
            files: files,
            compiler: HintCompiler(files: files, commonWords: 50, limit: 2),
            logger: Telephone.logger
        )
        for word in ["one", "two", "three", "one"] {
            let job = RecognitionJob(hints: SpeechHints(phrases: [word]), audio: [], created: .now) { _ in }
            #expect(try bench.run(job).get().isEmpty)
            #expect(bench.count <= 2)
        }
    }
}
#endif
