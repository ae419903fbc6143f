// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// The rules by which pieces become utterances.
struct UtteranceAssemblerTests {
    private typealias Script = ListenScript
    private var assembler = UtteranceAssembler()

    init() {
        self.assembler.connected(at: 0)
    }

    /// developers.deepgram.com "Configure Endpointing and Interim Results".
    @Test mutating func makesOneUtteranceOfDeepgramsOwnExample() {
        let events = self.assembler.takeAll([
            Script.guess(0, 1.1, "yeah so"),
            Script.guess(0, 2.2, "yeah so my credit card number"),
            Script.guess(0, 3.2, "yeah so my credit card number is two two"),
            Script.guess(0, 4.3, "yeah so my credit card number is two two two two three"),
            Script.piece(0, 3.26, "yeah so my credit card number is two two"),
            Script.guess(3.26, 5.1, "two two three three three three"),
            Script.piece(3.26, 5.5, "two two three three three three", pause: true),
        ])
        let text = "yeah so my credit card number is two two two two three three three three"
        #expect(events.utterances == ["\(text) [endpoint]"])
        #expect(
            events.interims == [
                "yeah so", "yeah so my credit card number", "yeah so my credit card number is two two",
                "yeah so my credit card number is two two two two three", text,
            ]
        )
        #expect(self.assembler.finalEnd == 5.5)
        #expect(abs(self.assembler.lastWordEnd - 5.5) < 1e-9)
        #expect(!self.assembler.isHolding)
    }

    @Test mutating func takesTwoWordsThatSoundAlikeForTwo() {
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "yes", pause: true), Script.piece(1, 2, "yes", pause: true),
        ])
        #expect(events.utterances == ["yes [endpoint]", "yes [endpoint]"])
    }

    @Test mutating func doesNotReportTwiceWhatWasSentTwice() {
        let message = Script.piece(0, 1, "yes", pause: true)
        let events = self.assembler.takeAll([message, message, Script.piece(1, 2, "no"), message])
        #expect(events.utterances == ["yes [endpoint]"])
        #expect(self.assembler.isHolding)
    }

    @Test mutating func ignoresTheEndOfAnUtteranceWhoseEndWasTold() {
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "yes", pause: true), .utteranceEnd(channel: 0, lastWordEnd: 1),
        ])
        #expect(events.utterances == ["yes [endpoint]"])
    }

    @Test mutating func ignoresAnEndThatSaysEverythingWasFinal() {
        _ = self.assembler.take(Script.piece(0, 1, "yes"), now: .zero)
        for time in [-1, -0.5, .nan, .infinity] {
            #expect(self.assembler.take(.utteranceEnd(channel: 0, lastWordEnd: time), now: .zero).isEmpty)
        }
        #expect(self.assembler.isHolding)
    }

    @Test mutating func ignoresAnEndWhenANewerGuessGoesOn() {
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "I want"), Script.guess(1, 3, "a table"), .utteranceEnd(channel: 0, lastWordEnd: 1),
        ])
        #expect(events.utterances.isEmpty)
        let later = self.assembler.takeAll([Script.piece(1, 3, "a table", pause: true)])
        #expect(later.utterances == ["I want a table [endpoint]"])
    }

    @Test mutating func ignoresAnEndOfWhatWasSaidBefore() {
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "yes", pause: true), Script.piece(1, 2, ""), Script.piece(2, 3, "and"),
            .utteranceEnd(channel: 0, lastWordEnd: 1),
        ])
        #expect(events.utterances == ["yes [endpoint]"])
        #expect(self.assembler.isHolding)
    }

    @Test mutating func takesAnEndThatComesAlone() {
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "I want"), Script.piece(1, 2, "a table"), .utteranceEnd(channel: 0, lastWordEnd: 2),
        ])
        #expect(events.utterances == ["I want a table [utteranceEnd]"])
    }

    @Test mutating func completesWithAnEmptyPieceThatTellsAPause() {
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "yes"), Script.piece(1, 1.4, ""), Script.piece(1.4, 1.8, "", pause: true),
        ])
        #expect(events.utterances == ["yes [endpoint]"])
        #expect(self.assembler.finalEnd == 1.8)
        #expect(self.assembler.lastWordEnd == 1)
    }

    @Test mutating func takesAPauseOfNoLength() {
        let events = self.assembler.takeAll([Script.piece(0, 1, "yes"), Script.piece(1, 1, "", pause: true)])
        #expect(events.utterances == ["yes [endpoint]"])
    }

    @Test mutating func saysNothingOfSilence() {
        let events = self.assembler.takeAll([
            Script.piece(0, 3, "", pause: true), Script.guess(3, 4, ""), Script.piece(3, 6, "", pause: true),
        ])
        #expect(events.isEmpty)
        #expect(self.assembler.finalEnd == 6)
        #expect(self.assembler.lastWordEnd == 0)
    }

    @Test mutating func keepsWordsWhenSpeechStartsAgain() {
        let events = self.assembler.takeAll([
            .speechStarted(channel: 0, at: 0.1), Script.piece(0, 1, "I"), Script.guess(1, 1.5, "want"),
            .speechStarted(channel: 0, at: 1), Script.piece(1, 2, "want", pause: true),
        ])
        #expect(events.first == .speechStarted(at: 0.1))
        #expect(events.contains(.speechStarted(at: 1)))
        #expect(events.utterances == ["I want [endpoint]"])
    }

    @Test(arguments: ["", "four"])
    mutating func completesWithTheAnswerToOurFinalize(text: String) {
        _ = self.assembler.take(Script.piece(0, 1, "table for"), now: .zero)
        self.assembler.finalizing()
        let events = self.assembler.take(Script.piece(1, 1.5, text, finalize: true), now: .zero)
        #expect(events.utterances == [text.isEmpty ? "table for [finalized]" : "table for four [finalized]"])
        // Answered is answered: the next is not ours.
        let later = self.assembler.takeAll([Script.piece(1.5, 2, "yes", finalize: true)])
        #expect(later.utterances.isEmpty)
        #expect(self.assembler.isHolding)
    }

    @Test mutating func doesNotTakeSomebodyElsesFinalizeForAnEnd() {
        let events = self.assembler.takeAll([Script.piece(0, 1, "table", finalize: true)])
        #expect(events.utterances.isEmpty)
    }

    @Test mutating func ignoresOtherChannels() {
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "no", pause: true, channel: 1), .speechStarted(channel: 1, at: 0),
            Script.piece(0, 1, "yes"), .utteranceEnd(channel: 1, lastWordEnd: 1),
        ])
        #expect(events.isEmpty)
        #expect(self.assembler.isHolding)
    }

    @Test mutating func ignoresWhatIsNoTranscript() {
        let events = self.assembler.takeAll([
            .metadata(ListenMetadata(requestID: nil, duration: 1, channels: 1)), .unknown(type: "Later"),
            .error(code: nil, description: nil), .warning(code: nil, description: nil), .connected(requestID: nil),
            .configured(requestID: nil), .configureFailed(code: nil, description: nil),
        ])
        #expect(events.isEmpty)
        #expect(!self.assembler.isHolding)
    }

    @Test mutating func takesAGuessBackThatWasNothing() {
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "yes"), Script.guess(1, 2, "uh"), Script.guess(1, 3, ""), Script.guess(1, 4, ""),
        ])
        #expect(events.interims == ["yes uh", "yes"])
    }

    @Test mutating func reportsALongUtteranceInParts() {
        var events: [TranscriptEvent] = []
        for second in 0..<40 {
            let start = Double(second)
            events += self.assembler.take(Script.piece(start, start + 1, "w\(second)"), now: .zero)
        }
        events += self.assembler.take(Script.piece(40, 41, "", pause: true), now: .zero)
        #expect(events.words.map(\.text) == (0..<40).map { "w\($0)" })
        let parts = events.utterances
        #expect(parts.count == 3)
        #expect(parts.dropLast().allSatisfy { $0.hasSuffix("[tooLong]") })
        #expect(parts.last?.hasSuffix("[endpoint]") == true)
        for case .utterance(let part, _) in events { #expect(part.end - part.start <= 15) }
    }

    @Test mutating func reportsAnUtteranceOfManyWordsInParts() {
        self.assembler = UtteranceAssembler(rules: UtteranceRules(mostWords: 5))
        self.assembler.connected(at: 0)
        let events = self.assembler.takeAll([
            Script.piece(0, 1, "a b c"), Script.piece(1, 2, "d e f"), Script.piece(2, 4, "g h i j k l m"),
            Script.piece(4, 5, "n", pause: true),
        ])
        #expect(
            events.utterances == ["a b c [tooLong]", "d e f [tooLong]", "g h i j k l m [tooLong]", "n [endpoint]"]
        )
    }

    @Test mutating func tellsThePauseAfterAPartThatWasTooLongByItself() {
        self.assembler = UtteranceAssembler(rules: UtteranceRules(mostWords: 2))
        self.assembler.connected(at: 0)
        let events = self.assembler.takeAll([Script.piece(0, 1, "a b c"), Script.piece(1, 2, "", pause: true)])
        #expect(events.utterances == ["a b c [endpoint]"])
    }

    @Test(arguments: [true, false])
    mutating func completesWithWhatThereIs(guesses: Bool) {
        _ = self.assembler.takeAll([Script.piece(0, 1, "table"), Script.guess(1, 2, "for four")])
        #expect(
            self.assembler.flush(guesses: guesses).utterances == [
                guesses ? "table for four [forced]" : "table [forced]"
            ]
        )
        #expect(!self.assembler.isHolding)
        #expect(self.assembler.flush(guesses: true).isEmpty)
        // What was reported as a guess does not come again, what goes beyond it does.
        let later = self.assembler.takeAll([
            Script.piece(1, 2, "for four"), Script.piece(2, 3, "people", pause: true),
        ])
        #expect(later.utterances == [guesses ? "people [endpoint]" : "for four people [endpoint]"])
    }
}
