// SPDX-License-Identifier: Apache-2.0

#if OfflineSpeech
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A trigram model of hints over a background of common words, as an ARPA file.
///
/// Each order is smoothed with the next lower one as its prior (Dirichlet, strength 1): p(w|h) = (c(hw) + p(w|h')) /
/// (c(h) + 1). An unseen word then has exactly back-off(h) · p(w|h') with back-off(h) = 1 / (c(h) + 1), which is what the
/// ARPA format can say. At the bottom lie the words of the hints and, with the weight ``backgroundShare``, common words of
/// the language: what callers say beside the hints has somewhere to go, and does not have to become a hint.
struct LanguageModel {
    /// How much of the unigram mass belongs to the common words.
    static let backgroundShare = 0.3
    /// How often a keyword counts as said, beside one for every phrase.
    private static let keywordWeight = 0.3
    private static let begin = "<s>"
    private static let end = "</s>"

    /// Probabilities of all n-grams seen, by order.
    private var levels: [[[String]: Double]] = [[:], [:], [:]]
    /// How much was counted behind each history.
    private var histories: [[String]: Double] = [:]

    init(_ phrases: HintPhrases, background: [CommonWords.Entry]) {
        var counts: [[[String]: Double]] = [[:], [:], [:]]
        for sentence in phrases.sentences {
            Self.count(sentence.words, sentence.weight, isWhole: true, &counts, &self.histories)
        }
        for keyword in phrases.keywords {
            Self.count(keyword, Self.keywordWeight, isWhole: false, &counts, &self.histories)
        }
        self.estimateUnigrams(counts[0], background)
        for order in 1...2 {
            for (gram, count) in counts[order] {
                let history = Array(gram.dropLast())
                let prior = self.probability(Array(gram.dropFirst()))
                self.levels[order][gram] = (count + prior) / (self.histories[history, default: 0] + 1)
            }
        }
    }

    /// The probability of the last word after the ones before it.
    func probability(_ gram: [String]) -> Double {
        if let known = self.levels[gram.count - 1][gram] { return known }
        guard gram.count > 1 else { return 0 }
        return self.backOff(Array(gram.dropLast())) * self.probability(Array(gram.dropFirst()))
    }

    /// The file's text (https://cmusphinx.github.io/wiki/arpaformat/).
    func arpa() -> String {
        var text = "\\data\\\n"
        for (order, level) in self.levels.enumerated() { text += "ngram \(order + 1)=\(level.count)\n" }
        for (order, level) in self.levels.enumerated() {
            text += "\n\\\(order + 1)-grams:\n"
            for (gram, probability) in level.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                text += "\(Self.logarithm(probability)) \(gram.joined(separator: " "))"
                text += order < 2 ? " \(Self.logarithm(self.backOff(gram)))\n" : "\n"
            }
        }
        return text + "\n\\end\\\n"
    }

    private func backOff(_ history: [String]) -> Double {
        1 / (self.histories[history, default: 0] + 1)
    }

    private mutating func estimateUnigrams(_ counts: [[String]: Double], _ background: [CommonWords.Entry]) {
        let total = self.histories[[], default: 0]
        let mass = background.reduce(0) { $0 + $1.probability }
        let share = mass == 0 ? 0 : total == 0 ? 1 : Self.backgroundShare
        for entry in background { self.levels[0][[entry.word]] = share * entry.probability / mass }
        for (gram, count) in counts { self.levels[0][gram, default: 0] += (1 - share) * count / total }
        // Never predicted, but the history of every first word.
        self.levels[0][[Self.begin]] = 0
        if self.levels[0][[Self.end]] == nil { self.levels[0][[Self.end]] = 0.05 }
    }

    private static func count(
        _ words: [String],
        _ weight: Double,
        isWhole: Bool,
        _ counts: inout [[[String]: Double]],
        _ histories: inout [[String]: Double]
    ) {
        let row = isWhole ? [Self.begin] + words + [Self.end] : words
        for index in row.indices where row[index] != Self.begin {
            for order in 0...min(2, index) {
                let gram = Array(row[(index - order)...index])
                counts[order][gram, default: 0] += weight
                histories[Array(gram.dropLast()), default: 0] += weight
            }
        }
    }

    /// Base-10 logarithm with four digits; the format's "never" is −99.
    private static func logarithm(_ probability: Double) -> String {
        guard probability > 0 else { return "-99.0000" }
        let scaled = Int((log10(probability) * 10_000).rounded())
        let digits = String(scaled.magnitude % 10_000)
        let fraction = String(repeating: "0", count: 4 - digits.count) + digits
        return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / 10_000).\(fraction)"
    }
}
#endif
