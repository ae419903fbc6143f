// SPDX-License-Identifier: Apache-2.0

public import CallCore

/// One thing callers ask, and what is answered.
public struct FAQQuestion: Sendable, Hashable, Identifiable {
    /// Names the question in logs and transcripts (`faq:hours`).
    public var id: String
    /// The ways to ask it; `{name}` stands for any value of that slot.
    public var variants: [String]
    /// Words or short terms that mean this question wherever they occur.
    public var keywords: [String]
    /// The answers; the first one whose `{slots}` were all heard is given. The last needs no slots.
    public var answers: [String]
    /// What happens after the answer was heard.
    public var action: DialogueAction

    /// Creates a question.
    public init(
        id: String,
        variants: [String],
        keywords: [String] = [],
        answers: [String],
        action: DialogueAction = .listen
    ) {
        self.id = id
        self.variants = variants
        self.keywords = keywords
        self.answers = answers
        self.action = action
    }
}
