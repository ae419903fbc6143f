// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// Connections that follow each other, and pieces that overtake each other.
struct UtteranceContinuityTests {
    private typealias Script = ListenScript
    private var assembler = UtteranceAssembler()

    init() {
        self.assembler.connected(at: 0)
    }

    @Test mutating func goesOnWithTheUtteranceOnTheNextConnection() {
        var events = self.assembler.takeAll([Script.piece(0, 3, "a table"), Script.guess(3, 4, "for forty")])
        self.assembler.connected(at: 3)
        #expect(self.assembler.isHolding)
        events += self.assembler.takeAll([Script.guess(0, 1, "for four"), Script.piece(0, 2, "for four", pause: true)])
        #expect(events.utterances == ["a table for four [endpoint]"])
        #expect(events.interims.last == "a table for four")
        #expect(self.assembler.finalEnd == 5)
        #expect(events.words.map(\.start) == [0, 1.5, 3, 4])
    }

    @Test mutating func dropsWordsThatWereFinalBeforeByTheirTime() {
        var events = self.assembler.takeAll([Script.piece(0, 4, "one two three four", pause: true)])
        // The new connection hears the last second and a half again, a little differently timed.
        self.assembler.connected(at: 2.52)
        let words = [("three", 0.0, 0.45), ("four", 0.47, 1.46), ("four", 1.6, 2.2)]
            .map { TranscriptWord(text: $0.0, start: $0.1, end: $0.2, confidence: 1) }
        let results = ListenResults(
            start: 0,
            duration: 2.5,
            isFinal: true,
            speechFinal: true,
            transcript: "three four four",
            confidence: 1,
            words: words
        )
        events += self.assembler.take(.results(results), now: .zero)
        #expect(events.utterances == ["one two three four [endpoint]", "four [endpoint]"])
    }

    @Test mutating func takesAWordThatWasCutAtTheEndOfTheLastPiece() {
        _ = self.assembler.takeAll([Script.piece(0, 1, "one", pause: true), Script.piece(1, 1.5, "", pause: true)])
        #expect(self.assembler.finalEnd == 1.5)
        #expect(self.assembler.lastWordEnd == 1)
        self.assembler.connected(at: 1)
        let events = self.assembler.takeAll([Script.piece(0.2, 0.9, "two", pause: true)])
        #expect(events.utterances == ["two [endpoint]"])
    }

    @Test mutating func forgetsAFinalizeOfTheConnectionBefore() {
        _ = self.assembler.take(Script.piece(0, 1, "yes"), now: .zero)
        self.assembler.finalizing()
        self.assembler.connected(at: 1)
        #expect(self.assembler.takeAll([Script.piece(0, 1, "", finalize: true)]).utterances.isEmpty)
    }

    @Test mutating func takesAConnectionThatWasKeptWarm() {
        self.assembler.connected(at: -0.1)
        let events = self.assembler.takeAll([Script.piece(0, 0.1, ""), Script.piece(0.1, 1.1, "yes", pause: true)])
        #expect(events.utterances == ["yes [endpoint]"])
        #expect(abs(self.assembler.finalEnd - 1) < 1e-9)
        #expect(self.assembler.deadline == nil)
    }

    @Test mutating func waitsForAPieceThatWasOvertaken() {
        var events = self.assembler.takeAll([Script.piece(0, 1, "one"), Script.piece(2, 3, "three", pause: true)])
        #expect(events.isEmpty)
        #expect(self.assembler.deadline == .milliseconds(300))
        #expect(self.assembler.finalEnd == 1)
        events += self.assembler.take(Script.piece(1, 2, "two"), now: .milliseconds(100))
        #expect(events.utterances == ["one two three [endpoint]"])
        #expect(self.assembler.deadline == nil)
    }

    @Test mutating func doesNotWaitForEver() {
        _ = self.assembler.takeAll([Script.piece(0, 1, "one"), Script.piece(2, 3, "three", pause: true)])
        #expect(self.assembler.expire(now: .milliseconds(299)).isEmpty)
        #expect(self.assembler.expire(now: .milliseconds(300)).utterances == ["one three [endpoint]"])
        #expect(self.assembler.finalEnd == 3)
        // Later than that is still better than never, and it comes once.
        let late = Script.piece(1, 2, "two", pause: true)
        #expect(self.assembler.takeAll([late, late]).utterances == ["two [endpoint]"])
    }

    @Test mutating func putsALatePieceInItsPlace() {
        _ = self.assembler.takeAll([Script.piece(0, 1, "one"), Script.piece(2, 3, "three")])
        _ = self.assembler.expire(now: .seconds(1))
        let events = self.assembler.takeAll([Script.piece(1, 2, "two"), Script.piece(3, 4, "four", pause: true)])
        #expect(events.utterances == ["one two three four [endpoint]"])
        #expect(events.words.map(\.start) == [0, 1, 2, 3])
    }

    @Test mutating func holdsBackOnlySoMany() {
        self.assembler = UtteranceAssembler(rules: UtteranceRules(mostHeldBack: 2))
        self.assembler.connected(at: 0)
        let events = self.assembler.takeAll([
            Script.piece(1, 2, "two"), Script.piece(2, 3, "three"), Script.piece(1, 2, "two"),
            Script.piece(3, 4, "four", pause: true),
        ])
        #expect(events.utterances == ["two three four [endpoint]"])
    }

    @Test mutating func letsAnEndWaitForThePiecesBeforeIt() {
        let events = self.assembler.takeAll([
            Script.piece(1, 2, "two"), .utteranceEnd(channel: 0, lastWordEnd: 2), Script.piece(0, 1, "one"),
        ])
        #expect(events.utterances == ["one two [utteranceEnd]"])
    }

    @Test mutating func leavesWhatWaitsToTheNextConnection() {
        _ = self.assembler.takeAll([Script.piece(0, 1, "one"), Script.piece(2, 3, "three", pause: true)])
        self.assembler.connected(at: self.assembler.finalEnd)
        #expect(self.assembler.deadline == nil)
        let events = self.assembler.takeAll([Script.piece(0, 2, "two three", pause: true)])
        #expect(events.utterances == ["one two three [endpoint]"])
    }

    @Test mutating func completesWithWhatWaits() {
        _ = self.assembler.takeAll([Script.piece(2, 3, "three"), Script.guess(3, 4, "four")])
        #expect(self.assembler.flush(guesses: true).utterances == ["three four [forced]"])
    }
}
