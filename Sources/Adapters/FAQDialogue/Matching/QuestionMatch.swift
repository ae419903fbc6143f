// SPDX-License-Identifier: Apache-2.0

/// A question that fits what was said.
struct QuestionMatch: Sendable, Hashable {
    /// The place of the question in the file.
    let question: Int
    /// 0…1.
    let score: Double
    /// What was heard for the slots, by name.
    let slots: [String: String]
}
