// SPDX-License-Identifier: Apache-2.0

import Deepgram

/// What a caller says, and what Deepgram might send for any stretch of it: guesses, finals, pauses.
struct RandomSpeech {
    /// The words in order, each with a text of its own.
    var words: [TranscriptWord] = []
    /// The ends of the audio's pieces: always between words.
    var cuts: [Double] = []
    /// The pieces, by the index of their end, after which there is a pause.
    var pauses: Set<Int> = []

    var end: Double { self.cuts.last ?? 0 }

    init(using generator: inout SeededGenerator) {
        var time = 0.0
        for piece in 0..<Int.random(in: 1...14, using: &generator) {
            let silence = generator.chance(30) ? Double.random(in: 1...3, using: &generator) : 0
            time += silence
            if silence > 0 && piece > 0 { self.pauses.insert(piece - 1) }
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let start = time + Double.random(in: 0.03...0.4, using: &generator)
                time = start + Double.random(in: 0.08...0.6, using: &generator)
                let text = "w\(self.words.count)"
                self.words.append(TranscriptWord(text: text, start: start, end: time, confidence: 0.9))
            }
            time += Double.random(in: 0.03...0.5, using: &generator)
            self.cuts.append(time)
        }
        self.pauses.insert(self.cuts.count - 1)
    }

    /// What Deepgram makes of a stretch when it has been fed from `base` on; each hearing is timed a little
    /// differently.
    func results(
        _ range: Range<Double>,
        base: Double,
        isFinal: Bool,
        pause: Bool,
        using generator: inout SeededGenerator
    ) -> ListenResults {
        let words = self.words.filter { range.contains(($0.start + $0.end) / 2) }
            .map { word in
                var word = word
                word.start =
                    max(range.lowerBound, word.start + Double.random(in: -0.015...0.015, using: &generator)) - base
                word.end = min(range.upperBound, word.end + Double.random(in: -0.015...0.015, using: &generator)) - base
                return word
            }
        return ListenResults(
            start: range.lowerBound - base,
            duration: range.upperBound - range.lowerBound,
            isFinal: isFinal,
            speechFinal: isFinal && pause,
            transcript: words.map(\.text).joined(separator: " "),
            confidence: 0.9,
            words: words
        )
    }
}
