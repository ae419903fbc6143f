// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// Times and words that make no sense.
struct UtteranceNonsenseTests {
    private static let odd: [Double] = [.nan, .infinity, -.infinity, -5, 1e300, -1e300, 0, 0.5, 1]

    private static func isSound(_ transcript: Transcript) -> Bool {
        let times = transcript.words.flatMap { [$0.start, $0.end] } + [transcript.start, transcript.end]
        let starts = transcript.words.map(\.start)
        return times.allSatisfy(\.isFinite) && (0...1).contains(transcript.confidence)
            && transcript.start <= transcript.end
            && transcript.words.allSatisfy { $0.start <= $0.end && (0...1).contains($0.confidence) }
            && zip(starts, starts.dropFirst()).allSatisfy(<=)
    }

    @Test(arguments: odd, odd)
    func survivesAnyTimes(first: Double, second: Double) {
        for third in Self.odd {
            var assembler = UtteranceAssembler()
            assembler.connected(at: 0)
            let words = [
                TranscriptWord(text: "a", start: first, end: second, confidence: third),
                TranscriptWord(text: "b", start: second, end: third, confidence: first),
                TranscriptWord(text: "", start: 0, end: 1, confidence: 1),
                TranscriptWord(text: "c", start: third, end: first, confidence: second),
            ]
            let pieces = [
                ListenResults(
                    start: 0,
                    duration: 2,
                    isFinal: true,
                    transcript: "a b c",
                    confidence: third,
                    words: words
                ),
                ListenResults(start: first, duration: second, isFinal: true, transcript: "x", words: words),
                ListenResults(start: third, duration: first, isFinal: false, transcript: "y", words: words),
            ]
            var events = pieces.flatMap { assembler.take(.results($0), now: .zero) }
            events += assembler.take(.speechStarted(channel: 0, at: first), now: .zero)
            events += assembler.take(.utteranceEnd(channel: 0, lastWordEnd: second), now: .zero)
            events += assembler.flush(guesses: true)
            for event in events {
                switch event {
                case .interim(let transcript), .utterance(let transcript, _): #expect(Self.isSound(transcript))
                case .speechStarted(let time): #expect(time.isFinite && time >= 0)
                }
            }
            #expect(assembler.finalEnd.isFinite && assembler.finalEnd <= 600)
        }
    }

    @Test func keepsTheTextOfAPieceWithoutWords() {
        var assembler = UtteranceAssembler()
        assembler.connected(at: 10)
        let events = assembler.takeAll([
            .results(ListenResults(start: 0, duration: 1, isFinal: true, transcript: " hello ", confidence: 0.5)),
            .results(ListenResults(start: 1, duration: 1, speechFinal: true, transcript: "there", confidence: 1)),
        ])
        #expect(
            events == [
                .utterance(
                    Transcript(text: "hello there", start: 10, end: 12, confidence: 0.75, words: []),
                    .endpoint
                )
            ]
        )
    }

    @Test func putsWordsInOrderAndWithinTheirPiece() {
        var assembler = UtteranceAssembler()
        assembler.connected(at: 0)
        let words = [("b", 0.5, 1.2), ("a", 0.1, 0.6), ("d", Double.nan, .nan), ("c", 1.4, 9)]
            .map { TranscriptWord(text: $0.0, start: $0.1, end: $0.2, confidence: 1) }
        let events = assembler.takeAll([
            .results(
                ListenResults(start: 0, duration: 2, isFinal: true, speechFinal: true, transcript: "t", words: words)
            )
        ])
        #expect(events.words.map(\.text) == ["a", "b", "d", "c"])
        #expect(events.words.map(\.start) == [0.1, 0.5, 0.6, 1.4])
        #expect(events.words.map(\.end) == [0.5, 0.6, 1.4, 2])
    }

    @Test func doesNotBelieveAPieceFromTheFarFuture() {
        var assembler = UtteranceAssembler()
        assembler.connected(at: 0)
        let events = assembler.takeAll([
            ListenScript.piece(90_000, 90_001, "never", pause: true), ListenScript.piece(0, 1, "yes", pause: true),
        ])
        #expect(events.utterances == ["yes [endpoint]"])
    }
}
