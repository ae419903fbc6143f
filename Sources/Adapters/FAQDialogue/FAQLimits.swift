// SPDX-License-Identifier: Apache-2.0

/// How large a dialogue may be. They bound memory and the time of one match; a dialogue near them is a mistake.
enum FAQLimits {
    /// 1 MiB.
    static let fileBytes = 1_048_576
    static let questions = 2_000
    static let variantsPerQuestion = 200
    static let keywordsPerQuestion = 100
    static let answersPerQuestion = 20
    static let slots = 64
    static let valuesPerSlot = 1_000
    /// Characters of a variant, a keyword or a slot's value.
    static let phraseLength = 200
    /// Characters of an answer or a prompt.
    static let textLength = 2_000
    /// Problems listed in one error.
    static let problems = 50
    /// Words of a caller's turn that are looked at; the rest is dropped.
    static let turnWords = 120
    /// Variants that are compared word by word, best BM25 rank first.
    static let candidates = 96
    /// Earlier turns in which a missing slot is looked for.
    static let slotMemory = 4
}
