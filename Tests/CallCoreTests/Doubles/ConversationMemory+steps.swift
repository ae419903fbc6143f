// SPDX-License-Identifier: Apache-2.0

import Foundation

@testable import CallCore

extension ConversationMemory {
    /// What happens in a call, in words that tests can read.
    static func after(_ steps: CallEvent.Kind...) -> ConversationMemory {
        ConversationMemory(self.events(steps))
    }

    /// A second apart, numbered as a store does.
    static func events(_ steps: [CallEvent.Kind]) -> [StoredCallEvent] {
        var generator = SeededGenerator(seed: 7)
        return steps.enumerated().map { place, kind in
            let seconds = 1_700_000_000 + place
            let id = EventID(milliseconds: UInt64(seconds) * 1000, using: &generator)
            let time = Date(timeIntervalSince1970: Double(seconds))
            let event = CallEvent(id: id, call: CallID("CA1"), time: time, kind: kind)
            return StoredCallEvent(event: event, sequence: place + 1, line: nil)
        }
    }

    /// What was said and heard, in one line each.
    var script: [String] { self.exchanges.map { "\($0.number) \($0.exchange.caller): \($0.exchange.heard)" } }
    var question: String { CallerTurn(number: 0, utterances: self.unanswered).text }
}

extension CallEvent.Kind {
    static let started = Self.started("MZ1")

    static func started(_ stream: String, _ purpose: StreamPurpose = .conversation) -> Self {
        .streamStarted(stream: stream, resumed: false, recogniser: "ears", synthesiser: "voice", purpose: purpose)
    }

    static func caller(_ text: String) -> Self {
        .spoken(SpokenLine(speaker: .caller, text: text, start: .zero, end: .seconds(1), source: "ears"))
    }

    static func agent(_ text: String, from source: String = "faq:hours", isCutOff: Bool = false) -> Self {
        .spoken(
            SpokenLine(
                speaker: .agent,
                text: text,
                start: .zero,
                end: .seconds(1),
                isInterrupted: isCutOff,
                source: "some voice \(source)"
            )
        )
    }

    static func turn(_ number: Int, _ outcome: TurnSummary.Outcome, _ source: String = "prompt:say_again") -> Self {
        .turn(TurnSummary(number: number, outcome: outcome, source: source))
    }

    static func answered(_ number: Int) -> Self { .turn(number, .answered, "faq:hours") }
}
