// SPDX-License-Identifier: Apache-2.0

public import CallCore

/// Answers from a list of questions; knows when it does not know.
///
/// The same words always get the same answer. What scores below the floor, or nearly as well for another question, is
/// ``CallCore/Response/notUnderstood``. How the score comes about is written in `docs/dialogue.md`.
public struct FAQResponder: Responder {
    /// What callers are likely to say, for the recogniser.
    public let hints: SpeechHints

    private let questions: [FAQQuestion]
    private let templates: [[AnswerTemplate]]
    private let matching: FAQMatching
    private let index: QuestionIndex

    /// Checks the dialogue and builds its search index in memory; throws ``FAQError``.
    public init(file: FAQFile) throws {
        try FAQFileCheck(file).throwProblems(name: "dialogue")
        self.hints = file.hints
        self.questions = file.questions
        self.templates = file.questions.map { $0.answers.map(AnswerTemplate.init) }
        self.matching = file.matching
        self.index = try QuestionIndex(file)
    }

    /// Answers a turn; a slot that is missing now may have been heard in the turns just before.
    public func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> Response {
        guard let match = try await self.understand(turn.text) else { return .notUnderstood }
        let question = self.questions[match.question]
        let answer = try await self.answer(match, context.history)
        return .answer(
            Reply(
                text: answer.text,
                action: question.action,
                source: "faq:\(question.id)",
                score: match.score,
                // What a caller said fills the slots.
                isReusable: answer.isConstant
            )
        )
    }

    /// The questions that fit a sentence with their scores, best first: for trying a dialogue out.
    public func rank(_ text: String) async throws -> [(id: String, score: Double)] {
        try await self.index.matches(text).map { (self.questions[$0.question].id, $0.score) }
    }

    private func understand(_ text: String) async throws -> QuestionMatch? {
        let matches = try await self.index.matches(text)
        guard let best = matches.first, best.score >= self.matching.floor else { return nil }
        if let second = matches.dropFirst().first, best.score - second.score < self.matching.margin { return nil }
        return best
    }

    private func answer(
        _ match: QuestionMatch,
        _ history: [DialogueContext.Exchange]
    ) async throws -> (
        text: String, isConstant: Bool
    ) {
        let templates = self.templates[match.question]
        guard let fullest = templates.first else { return ("", true) }
        var slots = match.slots
        // "A table for two" — "At what time?" — "At seven": the answer needs both turns.
        for exchange in history.suffix(FAQLimits.slotMemory).reversed() where fullest.filled(with: slots) == nil {
            guard let earlier = try await self.understand(exchange.caller), earlier.question == match.question else {
                break
            }
            slots.merge(earlier.slots) { now, _ in now }
        }
        for template in templates {
            if let text = template.filled(with: slots) { return (text, template.slots.isEmpty) }
        }
        return ("", true)
    }
}
