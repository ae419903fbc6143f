// SPDX-License-Identifier: Apache-2.0

/// How the heard words lie on a pattern: the best of all orders-preserving ways to pair them.
///
/// Dropped, inserted and misheard words cost their weight on their own side only, so a sentence with a third of its
/// words wrong still lies on its pattern when the words that carry it are there.
struct PhraseAlignment: Sendable {
    /// What was paired with each heard word, 0 (nothing) … 1 (the same word).
    private(set) var heardCredit: [Double]
    /// What was paired with each place of the pattern, 0…1.
    private(set) var patternCredit: [Double]
    /// The values that were heard for the pattern's slots, by slot number.
    private(set) var slotValues: [Int: String] = [:]

    /// One way to go on from a cell.
    private struct Step {
        var heard: Int
        var pattern: Int
        var credit: Double
        var value: HeardPhrase.SlotValue?
    }

    /// Pairs them; O(words × places).
    init(of heard: HeardPhrase, with pattern: PhrasePattern) {
        let rows = heard.words.count
        let columns = pattern.elements.count
        self.heardCredit = Array(repeating: 0, count: rows)
        self.patternCredit = Array(repeating: 0, count: columns)
        var best = Array(repeating: 0.0, count: (rows + 1) * (columns + 1))
        var steps = [Step?](repeating: nil, count: (rows + 1) * (columns + 1))
        for row in stride(from: rows - 1, through: 0, by: -1) {
            for column in stride(from: columns - 1, through: 0, by: -1) {
                let cell = row * (columns + 1) + column
                var score = best[cell + columns + 1]
                var chosen = Step(heard: 1, pattern: 0, credit: 0)
                if best[cell + 1] > score {
                    score = best[cell + 1]
                    chosen = Step(heard: 0, pattern: 1, credit: 0)
                }
                for step in Self.pairings(heard, row, pattern, column) {
                    let next = (row + step.heard) * (columns + 1) + column + step.pattern
                    let total = best[next] + Self.gain(step, heard, row, pattern, column)
                    if total >= score {
                        score = total
                        chosen = step
                    }
                }
                best[cell] = score
                steps[cell] = chosen
            }
        }
        self.trace(steps, rows: rows, columns: columns)
    }

    private mutating func trace(_ steps: [Step?], rows: Int, columns: Int) {
        var row = 0
        var column = 0
        while row < rows, column < columns, let step = steps[row * (columns + 1) + column] {
            if step.credit > 0 {
                for index in row..<row + step.heard { self.heardCredit[index] = step.credit }
                for index in column..<column + step.pattern { self.patternCredit[index] = step.credit }
                if let value = step.value { self.slotValues[value.slot] = value.text }
            }
            row += step.heard
            column += step.pattern
        }
    }

    /// What a pairing is worth: what it explains on both sides.
    private static func gain(
        _ step: Step,
        _ heard: HeardPhrase,
        _ row: Int,
        _ pattern: PhrasePattern,
        _ column: Int
    ) -> Double {
        var weight = 0.0
        for index in column..<column + step.pattern { weight += pattern.weights[index] }
        for index in row..<row + step.heard { weight += heard.words[index].weight }
        return weight * step.credit
    }

    /// The ways to pair what starts at this cell: a slot's value, a word, a word heard as two or two heard as one.
    private static func pairings(
        _ heard: HeardPhrase,
        _ row: Int,
        _ pattern: PhrasePattern,
        _ column: Int
    ) -> [Step] {
        switch pattern.elements[column] {
        case .slot(let slot):
            return heard.values[row].filter { $0.slot == slot }.map {
                Step(heard: $0.length, pattern: 1, credit: 1, value: $0)
            }
        case .word(let stem, let spelling):
            let word = heard.words[row]
            if word.stem == stem { return [Step(heard: 1, pattern: 1, credit: 1)] }
            var steps: [Step] = []
            steps += Self.splits(heard, row, of: spelling)
            if column + 1 < pattern.elements.count, case .word(_, let second) = pattern.elements[column + 1],
                spelling + second == word.spelling
            {
                steps.append(Step(heard: 1, pattern: 2, credit: 1))
            }
            // A word the dialogue knows was meant as that word; only foreign ones may be mishearings.
            if !word.isKnown, word.kind == .content {
                let likeness = WordSimilarity.ofUnequal(word.spelling, spelling)
                if likeness > 0 { steps.append(Step(heard: 1, pattern: 1, credit: likeness)) }
            }
            return steps
        }
    }

    /// A long word that was heard as two or three: `rest are rant`, `good bye`.
    private static func splits(_ heard: HeardPhrase, _ row: Int, of spelling: [UInt8]) -> [Step] {
        var joined = heard.words[row].spelling
        var steps: [Step] = []
        for count in 2...3 where row + count <= heard.words.count {
            joined += heard.words[row + count - 1].spelling
            let credit = joined == spelling ? 1 : WordSimilarity.ofUnequal(joined, spelling)
            if credit > 0, joined.count >= 6 { steps.append(Step(heard: count, pattern: 1, credit: credit)) }
        }
        return steps
    }
}
