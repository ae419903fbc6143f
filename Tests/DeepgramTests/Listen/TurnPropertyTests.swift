// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// Whatever is sent twice or cut off: each word of each turn comes once, and in order.
struct TurnPropertyTests {
    private struct Play {
        var generator: SeededGenerator
        let speech: RandomSpeech
        var assembler = TurnAssembler()
        var events: [TranscriptEvent] = []

        init(seed: UInt64) {
            self.generator = SeededGenerator(seed: seed)
            self.speech = RandomSpeech(using: &self.generator)
        }

        mutating func run() {
            var base = 0.0
            while true {
                self.assembler.connected(at: base)
                let breaks = self.generator.chance(40)
                var turns = self.turns(from: base)
                if breaks { turns.removeLast(Int.random(in: 0...turns.count, using: &self.generator)) }
                for turn in turns {
                    self.events += self.assembler.take(.turn(turn), now: .zero)
                    // Any message may come again, at once or later.
                    guard self.generator.chance(20), let again = turns.randomElement(using: &self.generator) else {
                        continue
                    }
                    if again.sequence <= turn.sequence { self.events += self.assembler.take(.turn(again), now: .zero) }
                }
                if !breaks { break }
                let earliest = max(0, self.assembler.lastWordEnd - (self.generator.chance(30) ? 1 : 0))
                base = Double.random(in: earliest...max(earliest, self.assembler.finalEnd), using: &self.generator)
            }
        }

        /// A turn is as long as a piece; each message has its text so far.
        private mutating func turns(from base: Double) -> [FluxTurn] {
            var turns: [FluxTurn] = []
            var start = base
            for end in self.speech.cuts where end > base + 0.001 {
                // No two connections cut the same audio at the same places.
                if end < self.speech.end && self.generator.chance(30) { continue }
                let index = turns.last.map { $0.index + ($0.event == .endOfTurn ? 1 : 0) } ?? 0
                for step in 1...3 {
                    let reach = step == 3 ? end : Double.random(in: start...end, using: &self.generator)
                    let event: FluxTurn.Event = step == 3 ? .endOfTurn : .update
                    turns.append(self.turn(event, index, turns.count, start..<reach, base))
                }
                start = end
            }
            return turns
        }

        private mutating func turn(
            _ event: FluxTurn.Event,
            _ index: Int,
            _ sequence: Int,
            _ range: Range<Double>,
            _ base: Double
        ) -> FluxTurn {
            let results = self.speech.results(range, base: base, isFinal: true, pause: false, using: &self.generator)
            return FluxTurn(
                event: event,
                index: index,
                sequence: sequence,
                start: results.start,
                end: results.end,
                transcript: results.transcript,
                words: results.words
            )
        }
    }

    @Test func bringsEachWordOnceAndInOrder() async {
        for seed in 0..<5_000 {
            if seed.isMultiple(of: 50) { await Task.yield() }
            var play = Play(seed: UInt64(seed))
            play.run()
            let words = play.events.words
            let expected = play.speech.words.map(\.text)
            guard words.map(\.text) == expected else {
                Issue.record("seed \(seed): \(words.map(\.text)) instead of \(expected)")
                return
            }
            let times = words.flatMap { [$0.start, $0.end] }
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
        }
    }
}
