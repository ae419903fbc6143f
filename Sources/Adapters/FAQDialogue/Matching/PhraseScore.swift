// SPDX-License-Identifier: Apache-2.0

/// How well heard words fit one pattern, 0 (not at all) … 1 (word for word).
struct PhraseScore: Sendable {
    /// The figure that floor and margin are compared with.
    let value: Double
    /// The slots' values that were heard.
    let slotValues: [Int: String]

    /// The share of the weight that unmatched words keep which the same question uses in another variant.
    private static let familyShare = 0.25

    /// Compares; `family` are the stems of all variants of the pattern's question.
    init(of heard: HeardPhrase, with pattern: PhrasePattern, family: Set<String>) {
        let alignment = PhraseAlignment(of: heard, with: pattern)
        self.slotValues = alignment.slotValues
        var matched = 0.0
        var matchedContent = false
        for index in pattern.elements.indices where alignment.patternCredit[index] > 0 {
            matched += pattern.weights[index] * alignment.patternCredit[index]
            matchedContent = matchedContent || pattern.isContent[index]
        }
        let side = Self.heardSide(heard, alignment, family)
        let patternCover = matched / max(pattern.totalWeight, .leastNonzeroMagnitude)
        let heardCover = side.total > 0 ? side.matched / side.total : 0
        // Stop words and slot values alone decide nothing, unless that is all the pattern and all that was said.
        let isNearlyWhole = patternCover > 0.8 && !side.hasForeignWords && heardCover > 0.8
        guard matchedContent || isNearlyWhole, patternCover > 0, heardCover > 0 else {
            self.value = 0
            return
        }
        if pattern.isKeyword {
            // A keyword need not fill the sentence, but it must be there as a whole.
            self.value = patternCover > 0.8 ? patternCover * (0.5 + 0.5 * heardCover) : 0
        } else {
            self.value = 2 * patternCover * heardCover / (patternCover + heardCover)
        }
    }

    private static func heardSide(
        _ heard: HeardPhrase,
        _ alignment: PhraseAlignment,
        _ family: Set<String>
    ) -> (matched: Double, total: Double, hasForeignWords: Bool) {
        var matched = 0.0
        var total = 0.0
        var hasForeignWords = false
        for (index, word) in heard.words.enumerated() {
            let credit = alignment.heardCredit[index]
            matched += word.weight * credit
            let missing = word.weight * (1 - credit)
            if credit > 0 {
                total += word.weight * credit + missing
            } else if word.kind != .filler {
                total += missing * (family.contains(word.stem) ? Self.familyShare : 1)
                hasForeignWords = hasForeignWords || word.kind == .content
            }
        }
        return (matched, total, hasForeignWords)
    }
}
