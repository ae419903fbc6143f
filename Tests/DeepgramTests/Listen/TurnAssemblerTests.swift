// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// Turns of Flux.
struct TurnAssemblerTests {
    private var assembler = TurnAssembler()
    private var sequence = 0

    init() {
        self.assembler.connected(at: 0)
    }

    private static func words(_ text: String, from start: Double, to end: Double) -> [TranscriptWord] {
        let texts = text.split(separator: " ")
        let step = (end - start) / Double(max(1, texts.count))
        return texts.enumerated()
            .map {
                let start = start + Double($0) * step
                return TranscriptWord(text: String($1), start: start, end: start + step, confidence: 0.8)
            }
    }

    private mutating func turn(
        _ event: FluxTurn.Event,
        _ index: Int,
        _ start: Double,
        _ end: Double,
        _ text: String,
        trigger: String? = nil,
        timed: Bool = true
    ) -> [TranscriptEvent] {
        self.sequence += 1
        var words = Self.words(text, from: start, to: end)
        if !timed {
            for word in words.indices {
                words[word].start = .nan
                words[word].end = .nan
            }
        }
        let turn = FluxTurn(
            event: event,
            index: index,
            sequence: self.sequence,
            start: start,
            end: end,
            transcript: text,
            words: words,
            trigger: trigger
        )
        return self.assembler.take(.turn(turn), now: .zero)
    }

    @Test mutating func makesOneUtteranceOfATurn() {
        var events = self.turn(.update, 0, 0, 0.5, "")
        #expect(self.assembler.finalEnd == 0.5)
        events += self.turn(.startOfTurn, 0, 0, 1, "I need")
        events += self.turn(.update, 0, 0, 2, "I need to cancel")
        events += self.turn(.eagerEndOfTurn, 0, 0, 2.5, "I need to cancel.")
        #expect(self.assembler.finalEnd == 0.5)
        #expect(self.assembler.isHolding)
        events += self.turn(.turnResumed, 0, 0, 2.7, "I need to cancel my")
        events += self.turn(.endOfTurn, 0, 0, 3, "I need to cancel my order.", trigger: "model")
        #expect(events.first == .speechStarted(at: 0))
        #expect(events.count { if case .speechStarted = $0 { true } else { false } } == 1)
        #expect(events.interims == ["I need", "I need to cancel", "I need to cancel.", "I need to cancel my"])
        #expect(events.utterances == ["I need to cancel my order. [endpoint]"])
        #expect(self.assembler.finalEnd == 3)
        #expect(self.assembler.lastWordEnd == 3)
        #expect(!self.assembler.isHolding)
    }

    @Test mutating func saysWhenATurnWasEndedByHand() {
        self.assembler.finalizing()
        #expect(self.turn(.endOfTurn, 0, 0, 1, "yes", trigger: "manual").utterances == ["yes [finalized]"])
        #expect(self.turn(.endOfTurn, 1, 1, 2, "no", trigger: "timeout").utterances == ["no [endpoint]"])
        #expect(self.turn(.endOfTurn, 2, 2, 3, "no").utterances == ["no [endpoint]"])
    }

    @Test mutating func spreadsWordsWithoutTimesOverTheTurn() {
        let events = self.turn(.endOfTurn, 0, 2, 4, "one two", timed: false)
        #expect(events.words.map(\.start) == [2, 3])
        #expect(events.words.map(\.end) == [3, 4])
    }

    @Test mutating func ignoresWhatIsRepeatedOrOld() {
        _ = self.turn(.update, 0, 0, 1, "one")
        self.sequence -= 1
        #expect(self.turn(.update, 0, 0, 1, "one two").isEmpty)
        self.sequence -= 2
        #expect(self.turn(.endOfTurn, 0, 0, 1, "none").isEmpty)
        self.sequence = 5
        #expect(self.turn(.endOfTurn, 0, 0, 1, "one").utterances == ["one [endpoint]"])
        #expect(self.turn(.endOfTurn, 0, 0, 1, "one").isEmpty)
        #expect(self.turn(.update, 0, 0, 2, "one two").isEmpty)
    }

    @Test mutating func takesAnUpdateAfterAReconnectForTheBeginning() {
        _ = self.turn(.startOfTurn, 0, 0, 1, "one")
        self.assembler.connected(at: 0.5)
        #expect(!self.assembler.isHolding)
        self.sequence = -1
        let events = self.turn(.update, 0, 0, 1, "one") + self.turn(.endOfTurn, 0, 0, 2, "one two")
        #expect(events.first == .speechStarted(at: 0.5))
        #expect(events.utterances == ["one two [endpoint]"])
        #expect(self.assembler.finalEnd == 2.5)
    }

    @Test mutating func dropsWordsThatWereFinalBeforeTheReconnect() {
        _ = self.turn(.endOfTurn, 0, 0, 2, "one two")
        self.assembler.connected(at: 1)
        self.sequence = -1
        let events = self.turn(.endOfTurn, 0, 0, 2, "two two")
        #expect(events.utterances == ["two [endpoint]"])
        #expect(events.words.map(\.start) == [2])
    }

    @Test mutating func completesWithTheGuess() {
        _ = self.turn(.update, 0, 0, 2, "one two")
        #expect(self.assembler.flush(guesses: true).utterances == ["one two [forced]"])
        #expect(self.assembler.finalEnd == 2)
        #expect(self.turn(.endOfTurn, 0, 0, 3, "one two three").words.map(\.text) == ["three"])
        _ = self.turn(.update, 1, 3, 4, "four")
        #expect(self.assembler.flush(guesses: false).isEmpty)
        #expect(!self.assembler.isHolding)
    }

    @Test mutating func endsATurnInWhichNothingWasSaid() {
        #expect(self.turn(.endOfTurn, 0, 0, 5, "").isEmpty)
        #expect(self.assembler.finalEnd == 5)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -4, 1e300])
    mutating func survivesNonsense(time: Double) {
        var events = self.turn(.update, 0, time, 1, "one")
        events += self.turn(.update, 0, 0, time, "one two")
        events += self.turn(.endOfTurn, 0, 0, 1, "one")
        for word in events.words { #expect(word.start.isFinite && word.end.isFinite && word.start <= word.end) }
        #expect(events.utterances == ["one [endpoint]"])
        #expect(self.assembler.finalEnd <= 1 && self.assembler.deadline == nil)
        #expect(self.assembler.expire(now: .seconds(9)).isEmpty)
    }
}
