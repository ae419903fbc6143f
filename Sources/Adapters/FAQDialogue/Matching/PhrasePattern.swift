// SPDX-License-Identifier: Apache-2.0

/// One way to ask a question, ready to be compared.
struct PhrasePattern: Sendable {
    /// One place of the pattern.
    enum Element: Sendable, Hashable {
        /// A word; `stem` is what is compared.
        case word(stem: String, spelling: [UInt8])
        /// Any value of the slot with this number.
        case slot(Int)
    }

    /// The place of its question in the file.
    let question: Int
    /// The places in order.
    let elements: [Element]
    /// What each place counts.
    let weights: [Double]
    /// Whether each place says what it is about (``WordClass/content``).
    let isContent: [Bool]
    /// A keyword counts wherever it occurs.
    let isKeyword: Bool

    /// The sum of the weights.
    var totalWeight: Double { self.weights.reduce(0, +) }

    /// What any slot's value counts: more than a function word, too little to decide alone.
    static let slotWeight = 0.6
}
