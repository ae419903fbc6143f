// SPDX-License-Identifier: Apache-2.0

/// What a caller said, ready to be compared.
struct HeardPhrase: Sendable {
    /// One word.
    struct Word: Sendable {
        let stem: String
        let spelling: [UInt8]
        let kind: WordClass
        let weight: Double
        /// Whether any question, keyword or slot of the dialogue contains it.
        let isKnown: Bool
    }

    /// The value of a slot in the words.
    struct SlotValue: Sendable {
        let slot: Int
        let length: Int
        /// The value as the dialogue writes it.
        let text: String
    }

    /// The words in order.
    let words: [Word]
    /// For each word the slot values that begin with it.
    let values: [[SlotValue]]

    /// The sum of the weights, without the fillers.
    var totalWeight: Double {
        self.words.reduce(0) { $0 + ($1.kind == .filler ? 0 : $1.weight) }
    }
}
