// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import CallCore

/// The sentences that hints stand for: every phrase with its slots filled in, each phrase with a total weight of one.
struct HintPhrases {
    struct Weighted: Hashable {
        var words: [String]
        var weight: Double
    }

    /// Sentences, in the order of the hints.
    private(set) var sentences: [Weighted] = []
    /// Keywords as words.
    private(set) var keywords: [[String]] = []

    /// The most sentences that one phrase becomes. A phrase with more combinations is sampled evenly; every value of a slot
    /// still occurs, as long as the slot has no more values than this.
    static let combinations = 600
    /// The most phrases, slot values and keywords that are used; what is beyond is ignored.
    static let limit = 20_000

    init(_ hints: SpeechHints) {
        let slots = hints.slots.mapValues { values in
            values.prefix(Self.combinations).map(SpokenWords.split).filter { !$0.isEmpty }
        }
        for phrase in hints.phrases.prefix(Self.limit) {
            self.add(Self.parts(phrase, slots))
        }
        self.keywords = hints.keywords.prefix(Self.limit).map(SpokenWords.split).filter { !$0.isEmpty }
    }

    /// All distinct words, sorted.
    var vocabulary: [String] {
        var words = Set(self.keywords.joined())
        for sentence in self.sentences { words.formUnion(sentence.words) }
        return words.sorted()
    }

    private mutating func add(_ parts: [[[String]]]) {
        let total = parts.reduce(1) { min($0 * $1.count, Self.combinations + 1) }
        guard total > 0, !parts.isEmpty else { return }
        let count = min(total, Self.combinations)
        for index in 0..<count {
            var words: [String] = []
            var rest = index
            for (place, choices) in parts.enumerated() {
                // All combinations in order while they are few; otherwise a diagonal walk that meets every value.
                let choice = total <= Self.combinations ? rest : index + place * (index / choices.count)
                words += choices[choice % choices.count]
                rest /= choices.count
            }
            if !words.isEmpty { self.sentences.append(Weighted(words: words, weight: 1 / Double(count))) }
        }
    }

    /// A phrase as a row of choices: fixed text has one, a slot its values, an unknown slot none worth saying.
    private static func parts(_ phrase: String, _ slots: [String: [[String]]]) -> [[[String]]] {
        var parts: [[[String]]] = []
        var rest = Substring(phrase)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            Self.append(rest[..<open], to: &parts)
            let name = String(rest[rest.index(after: open)..<close])
            if let values = slots[name], !values.isEmpty { parts.append(values) }
            rest = rest[rest.index(after: close)...]
        }
        Self.append(rest, to: &parts)
        return parts
    }

    private static func append(_ text: Substring, to parts: inout [[[String]]]) {
        let words = SpokenWords.split(String(text))
        if !words.isEmpty { parts.append([words]) }
    }
}
#endif
