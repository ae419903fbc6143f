// SPDX-License-Identifier: Apache-2.0

import Deepgram
import Testing

/// Whatever is sent twice, overtaken or cut off: each word comes once, and in order.
struct UtterancePropertyTests {
    /// One conversation, played with faults.
    private struct Play {
        var generator: SeededGenerator
        let speech: RandomSpeech
        var assembler = UtteranceAssembler()
        var events: [TranscriptEvent] = []
        var now = Duration.zero
        /// Whether pieces may come so late that nobody waited for them.
        let isLate: Bool

        init(seed: UInt64, isLate: Bool) {
            self.generator = SeededGenerator(seed: seed)
            self.speech = RandomSpeech(using: &self.generator)
            self.isLate = isLate
        }

        mutating func run() {
            var base = 0.0
            while true {
                self.assembler.connected(at: base)
                let breaks = self.generator.chance(40)
                if self.connection(from: base, breaks: breaks) { break }
                // What is final need not be heard again, but may be, and some of it must.
                let earliest = max(0, self.assembler.lastWordEnd - (self.generator.chance(30) ? 1 : 0))
                base = Double.random(in: earliest...max(earliest, self.assembler.finalEnd), using: &self.generator)
            }
            self.events += self.assembler.flush(guesses: false)
        }

        /// Says whether everything was heard.
        private mutating func connection(from base: Double, breaks: Bool) -> Bool {
            var messages = self.messages(from: base)
            if breaks {
                messages.removeLast(Int.random(in: 0...messages.count, using: &self.generator))
            }
            self.disturb(&messages)
            for message in messages { self.deliver(message) }
            return !breaks
        }

        private mutating func messages(from base: Double) -> [ListenMessage] {
            var messages: [ListenMessage] = []
            var start = base
            for (index, end) in self.speech.cuts.enumerated() where end > base + 0.001 {
                // No two connections cut the same audio at the same places.
                if end < self.speech.end && self.generator.chance(30) { continue }
                let pause = self.speech.pauses.contains(index)
                for _ in 0..<Int.random(in: 0...2, using: &self.generator) {
                    // A guess may reach further than the piece that becomes final.
                    let reach = Double.random(in: start...(end + 1), using: &self.generator)
                    messages.append(self.message(start..<reach, base, isFinal: false, pause: false))
                }
                let isTold = self.generator.chance(70)
                messages.append(self.message(start..<end, base, isFinal: true, pause: pause && isTold))
                if pause, let last = self.speech.words.last(where: { $0.end < end }), last.end > base {
                    messages.append(.utteranceEnd(channel: 0, lastWordEnd: isTold ? -1 : last.end - base + 0.02))
                }
                start = end
            }
            return messages
        }

        private mutating func message(
            _ range: Range<Double>,
            _ base: Double,
            isFinal: Bool,
            pause: Bool
        ) -> ListenMessage {
            .results(
                self.speech.results(range, base: base, isFinal: isFinal, pause: pause, using: &self.generator)
            )
        }

        private mutating func disturb(_ messages: inout [ListenMessage]) {
            for index in messages.indices.dropLast().reversed() {
                if self.generator.chance(15) { messages.swapAt(index, index + 1) }
                if self.generator.chance(15) {
                    let later = Int.random(in: index..<messages.count, using: &self.generator)
                    messages.insert(messages[index], at: later)
                }
            }
            guard self.isLate else { return }
            for index in messages.indices.dropLast() where self.generator.chance(10) {
                let message = messages.remove(at: index)
                messages.insert(message, at: Int.random(in: index...messages.count, using: &self.generator))
            }
        }

        private mutating func deliver(_ message: ListenMessage) {
            self.now += .milliseconds(Int.random(in: 0...90, using: &self.generator))
            if self.isLate, let deadline = self.assembler.deadline, self.generator.chance(50) {
                self.now = max(self.now, deadline)
                self.events += self.assembler.expire(now: self.now)
            }
            let before = (self.assembler.finalEnd, self.assembler.lastWordEnd)
            self.events += self.assembler.take(message, now: self.now)
            #expect(self.assembler.finalEnd >= before.0 && self.assembler.lastWordEnd >= before.1)
            #expect(self.assembler.lastWordEnd <= self.assembler.finalEnd + 0.001)
        }
    }

    @Test func bringsEachWordOnceAndInOrder() async {
        for seed in 0..<10_000 {
            // Others may have something to do that cannot wait.
            if seed.isMultiple(of: 50) { await Task.yield() }
            var play = Play(seed: UInt64(seed), isLate: false)
            play.run()
            let words = play.events.words
            let expected = play.speech.words.map(\.text)
            guard words.map(\.text) == expected else {
                Issue.record("seed \(seed): \(words.map(\.text)) instead of \(expected)")
                return
            }
            let times = words.flatMap { [$0.start, $0.end] }
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
            // Times are those of the call, whatever the connection (R12: at most 40 ms off).
            #expect(zip(words, play.speech.words).allSatisfy { abs($0.start - $1.start) <= 0.04 }, "seed \(seed)")
            #expect(!play.assembler.isHolding)
            for case .interim(let transcript) in play.events {
                let texts = transcript.words.map(\.text)
                #expect(Set(texts).count == texts.count, "seed \(seed): \(texts)")
            }
        }
    }

    @Test func bringsEachWordOnceHoweverLate() async {
        for seed in 0..<10_000 {
            if seed.isMultiple(of: 50) { await Task.yield() }
            var play = Play(seed: UInt64(seed), isLate: true)
            play.run()
            let words = play.events.words.map(\.text).sorted()
            let expected = play.speech.words.map(\.text).sorted()
            guard words == expected else {
                Issue.record("seed \(seed): \(words) instead of \(expected)")
                return
            }
            for case .utterance(let transcript, _) in play.events {
                let starts = transcript.words.map(\.start)
                #expect(zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
            }
        }
    }
}
