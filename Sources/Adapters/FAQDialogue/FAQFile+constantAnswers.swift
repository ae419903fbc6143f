// SPDX-License-Identifier: Apache-2.0

extension FAQFile {
    /// The answers that are the same for every caller, each once, in the file's order: those without slots. Their sound
    /// can be made before the first call.
    public var constantAnswers: [String] {
        var seen: Set<String> = []
        return self.questions.flatMap(\.answers).filter { answer in
            AnswerTemplate(answer).slots.isEmpty && !answer.isEmpty && seen.insert(answer).inserted
        }
    }
}
