// SPDX-License-Identifier: Apache-2.0

import CallCore
import SwitchboardTesting

/// Whether the demonstration showed what it must: the words arrived, and every question's answer was heard.
struct DemoVerdict: Sendable, Encodable {
    /// At least so many of the words must be right.
    static let wordsNeeded = 0.8

    let questions: Int
    let answered: Int
    let words: WordAccuracy
    let answersHeard: Int
    let audioLostSeconds: Double
    let problems: [String]

    /// Judges a call by what is in the store and what came back to the caller's ear.
    init(questions: [String], events: [StoredCallEvent], result: SimulatedCallResult) {
        let lines = events.compactMap { event in
            if case .spoken(let line) = event.event.kind { line } else { nil }
        }
        let turns = events.compactMap { event in
            if case .turn(let turn) = event.event.kind { turn } else { nil }
        }
        let understood = lines.filter { $0.speaker == .caller }.map(\.text).joined(separator: " ")
        self.questions = questions.count
        self.answered = turns.count { $0.outcome == .answered }
        self.words = WordAccuracy(spoken: questions.joined(separator: " "), understood: understood)
        self.answersHeard = lines.count { $0.speaker == .agent && !$0.isInterrupted && $0.source.contains("faq:") }
        self.audioLostSeconds = events.reduce(0) { sum, event in
            if case .audioLost(let lost, _) = event.event.kind { sum + lost / .seconds(1) } else { sum }
        }
        self.problems = Self.problems(result)
    }

    /// Whether all of it is as it should be.
    var isGood: Bool {
        self.problems.isEmpty && self.words.share >= Self.wordsNeeded && self.answered >= self.questions
            && self.answersHeard >= self.questions
    }

    private static func problems(_ result: SimulatedCallResult) -> [String] {
        var problems = result.violations.map { "error \($0.code): \($0.message)" }
        problems += result.failures.map { "step \($0.step): \($0.message)" }
        if result.streams.allSatisfy({ $0.audioBytesPlayed == 0 }) { problems.append("no audio came back") }
        return problems
    }
}
