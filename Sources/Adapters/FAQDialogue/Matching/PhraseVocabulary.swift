// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// All words of a dialogue: their stems, what they weigh, and the values of the slots.
struct PhraseVocabulary: Sendable {
    /// For each question the stems of all its variants, keywords and slots.
    let families: [Set<String>]

    /// A slot's value as stems.
    private struct SlotEntry: Sendable {
        let slot: Int
        let stems: [String]
        let text: String
    }

    private let slotNames: [String]
    private let slotNumbers: [String: Int]
    /// The slots' values by their first stem, longest first.
    private let slotEntries: [String: [SlotEntry]]
    /// Stem of every word of the file.
    private let stems: [String: String]
    /// What content words weigh, by stem.
    private let rarity: [String: Double]
    /// The content words of variants and keywords, sorted.
    private let spellings: [(word: String, bytes: [UInt8])]
    /// Every stem of the file.
    private let known: Set<String>

    /// What a content word weighs that the dialogue does not contain.
    private static let foreignWeight = 0.9
    /// How many foreign words of a turn are compared with the whole vocabulary.
    private static let guessedWords = 16

    init(_ file: FAQFile, stemmer: Stemmer) throws {
        self.slotNames = file.slots.keys.sorted()
        self.slotNumbers = Dictionary(uniqueKeysWithValues: self.slotNames.enumerated().map { ($1, $0) })
        var stems: [String: String] = [:]
        func stem(_ word: String) throws -> String {
            if let stem = stems[word] { return stem }
            let stem = try stemmer.stem(word)
            stems[word] = stem
            return stem
        }
        var entries: [String: [SlotEntry]] = [:]
        var slotStems: [String: Set<String>] = [:]
        for (number, name) in self.slotNames.enumerated() {
            for text in file.slots[name] ?? [] {
                let value = try PhraseText.words(text).map(stem)
                guard let first = value.first else { continue }
                entries[first, default: []].append(SlotEntry(slot: number, stems: value, text: text))
                slotStems[name, default: []].formUnion(value)
            }
        }
        self.slotEntries = entries.mapValues { $0.sorted { $0.stems.count > $1.stems.count } }
        var families: [Set<String>] = []
        for question in file.questions {
            var family: Set<String> = []
            for word in (question.variants + question.keywords).flatMap(PhraseText.words) {
                if let name = PhraseText.slot(word) {
                    family.formUnion(slotStems[name] ?? [])
                } else {
                    family.insert(try stem(word))
                }
            }
            families.append(family)
        }
        self.families = families
        self.stems = stems
        self.rarity = Self.rarity(of: families)
        let texts = file.questions.flatMap { $0.variants + $0.keywords }
        self.spellings = Set(texts.flatMap(PhraseText.words))
            .filter { PhraseText.slot($0) == nil && WordClass($0) == .content && $0.utf8.count >= 4 }
            .sorted()
            .map { ($0, Array($0.utf8)) }
        self.known = families.reduce(into: Set(slotStems.values.joined())) { $0.formUnion($1) }
    }

    /// 1 for a word of one question only, down to 0.4 for a word of all.
    private static func rarity(of families: [Set<String>]) -> [String: Double] {
        var counts: [String: Int] = [:]
        for family in families {
            for stem in family { counts[stem, default: 0] += 1 }
        }
        guard families.count > 1 else { return counts.mapValues { _ in 1 } }
        return counts.mapValues { 1 - 0.6 * log(Double($0)) / log(Double(families.count)) }
    }

    // MARK: Both sides

    /// A variant or keyword ready to be compared.
    func pattern(_ words: [String], question: Int, isKeyword: Bool) -> PhrasePattern {
        var elements: [PhrasePattern.Element] = []
        var weights: [Double] = []
        var isContent: [Bool] = []
        for word in words {
            if let slot = PhraseText.slot(word).flatMap({ self.slotNumbers[$0] }) {
                elements.append(.slot(slot))
                weights.append(PhrasePattern.slotWeight)
                isContent.append(false)
            } else {
                let stem = self.stems[word] ?? word
                elements.append(.word(stem: stem, spelling: Array(word.utf8)))
                weights.append(self.weight(word, stem: stem))
                isContent.append(WordClass(word) == .content)
            }
        }
        return PhrasePattern(
            question: question,
            elements: elements,
            weights: weights,
            isContent: isContent,
            isKeyword: isKeyword
        )
    }

    /// What a caller said, ready to be compared.
    func heard(_ words: [String], stemmer: Stemmer) throws -> HeardPhrase {
        let heard = try words.map { word in
            let stem = try self.stems[word] ?? stemmer.stem(word)
            return HeardPhrase.Word(
                stem: stem,
                spelling: Array(word.utf8),
                kind: WordClass(word),
                weight: self.weight(word, stem: stem),
                isKnown: self.known.contains(stem)
            )
        }
        let stems = heard.map(\.stem)
        let values = stems.indices.map { start in
            (self.slotEntries[stems[start]] ?? [])
                .filter { stems[start...].starts(with: $0.stems) }
                .map { HeardPhrase.SlotValue(slot: $0.slot, length: $0.stems.count, text: $0.text) }
        }
        return HeardPhrase(words: heard, values: values)
    }

    private func weight(_ word: String, stem: String) -> Double {
        let kind = WordClass(word)
        return kind == .content ? self.rarity[stem] ?? Self.foreignWeight : kind.weight
    }

    /// The slots' values by the slots' names.
    func named(_ values: [Int: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: values.map { (self.slotNames[$0], $1) })
    }

    // MARK: Search

    /// How a word of a variant stands in the search index; a slot is one word there.
    func searchTerm(_ word: String) -> String {
        PhraseText.slot(word).flatMap { self.slotNumbers[$0] }.map(Self.slotTerm) ?? word
    }

    /// What to search for: the words that carry meaning (all, if none does), the slots that were heard, and the
    /// dialogue's words that sound like the foreign ones.
    func searchTerms(for heard: HeardPhrase, words: [String]) -> [String] {
        let telling = zip(words, heard.words).filter { $1.kind == .content || $1.kind == .question }.map(\.0)
        var terms = telling.isEmpty ? words : telling
        terms += Set(heard.values.joined().map(\.slot)).sorted().map(Self.slotTerm)
        let foreign = heard.words.filter { !$0.isKnown && $0.kind == .content }.prefix(Self.guessedWords)
        for word in foreign {
            terms += self.spellings.lazy.filter { WordSimilarity.ofUnequal(word.spelling, $0.bytes) > 0 }.map(\.word)
        }
        for (left, right) in zip(words, words.dropFirst()) where self.stems[left + right] != nil {
            terms.append(left + right)
        }
        var seen: Set<String> = []
        return terms.filter { !$0.contains("\"") && seen.insert($0).inserted }
    }

    private static func slotTerm(_ number: Int) -> String { "xslot\(number)x" }
}
