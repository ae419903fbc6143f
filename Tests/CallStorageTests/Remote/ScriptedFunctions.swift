// SPDX-License-Identifier: Apache-2.0

import CallCore
import CallStorage
import Foundation
import Synchronization

/// A shared store that answers what a test has written down, in order, and keeps what it was asked.
final class ScriptedFunctions: StoreFunctions {
    struct Question: Sendable {
        var function: String
        var argument: [UInt8]

        /// A value inside the argument.
        func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(self.argument))
        }
    }

    enum Answer: Sendable {
        case json(String)
        case failure(StoreError)
        /// What nobody wrote down.
        case none
    }

    private struct State {
        var answers: [Answer]
        var questions: [Question] = []
        var isClosed = false
    }

    private let state: Mutex<State>
    private let repeats: Bool

    /// `repeats`: the last answer is given again and again.
    init(_ answers: [Answer], repeats: Bool = false) {
        self.state = Mutex(State(answers: answers))
        self.repeats = repeats
    }

    var questions: [Question] { self.state.withLock { $0.questions } }
    var isClosed: Bool { self.state.withLock { $0.isClosed } }

    func call(_ function: String, _ argument: [UInt8]) async throws -> [UInt8] {
        let answer = self.state.withLock { state -> Answer in
            state.questions.append(Question(function: function, argument: argument))
            guard let next = state.answers.first else { return .none }
            if !self.repeats || state.answers.count > 1 { state.answers.removeFirst() }
            return next
        }
        switch answer {
        case .json(let text): return Array(text.utf8)
        case .failure(let error): throw error
        case .none: throw StoreError(.unreadable, "the script has no answer for \(function)")
        }
    }

    func ping() async throws {
        if case .failure(let error) = self.state.withLock({ $0.answers.first ?? .none }) { throw error }
    }

    func close() async { self.state.withLock { $0.isClosed = true } }
}
