// SPDX-License-Identifier: Apache-2.0

import CallCore
import Synchronization

/// A responder that answers by a closure and notes what it was asked.
final class ScriptedResponder: Responder {
    typealias Answer = @Sendable (CallerTurn, DialogueContext) async throws -> Response

    private let answer: Answer
    private let asked = Mutex<[(turn: CallerTurn, history: [DialogueContext.Exchange])]>([])
    private let cancelled = Mutex(0)

    init(_ answer: @escaping Answer) {
        self.answer = answer
    }

    /// Answers every turn with the same text.
    convenience init(saying text: String, action: DialogueAction = .listen) {
        self.init { _, _ in .answer(Reply(text: text, action: action, source: "test:answer")) }
    }

    var hints: SpeechHints { SpeechHints(phrases: ["when are you open"]) }
    var turns: [CallerTurn] { self.asked.withLock { $0.map(\.turn) } }
    var histories: [[DialogueContext.Exchange]] { self.asked.withLock { $0.map(\.history) } }
    /// How often a task was cancelled while it waited for an answer.
    var cancellations: Int { self.cancelled.withLock { $0 } }

    func respond(to turn: CallerTurn, in context: DialogueContext) async throws -> Response {
        self.asked.withLock { $0.append((turn, context.history)) }
        do {
            return try await self.answer(turn, context)
        } catch let error as CancellationError {
            self.cancelled.withLock { $0 += 1 }
            throw error
        }
    }
}
