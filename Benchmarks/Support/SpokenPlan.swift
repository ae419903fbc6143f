// SPDX-License-Identifier: Apache-2.0

package import SwitchboardTesting

/// What one caller says: numbered words of 200 ms, in utterances with pauses between them.
package struct SpokenPlan: Sendable {
    /// Frames of 20 ms in a word.
    package static let framesPerWord = 10
    /// Words in an utterance.
    package static let wordsPerUtterance = 8...16
    /// The pause after an utterance.
    package static let pause = Duration.milliseconds(1_500)

    /// The words, in order.
    package let words: [Int]
    /// The first word of each utterance. A caller who is cut off in an utterance says it again from there.
    package let firstWords: [Int]
    /// The caller's steps; the call ends with them.
    package let steps: [CallerStep]

    /// A plan of about this many seconds.
    package init(seconds: Int, seed: UInt64) {
        var random = SplitMix(state: seed)
        var next = 1
        var firstWords: [Int] = []
        var steps: [CallerStep] = [.wait(.seconds(2))]
        var left = Double(seconds) - 3
        while left > 0, next + Self.wordsPerUtterance.upperBound < NumberedSpeech.range.upperBound {
            let count = Int.random(in: Self.wordsPerUtterance, using: &random)
            let numbers = (next..<(next + count)).flatMap { Array(repeating: $0, count: Self.framesPerWord) }
            steps += [.audio(NumberedSpeech.audio(numbers)), .wait(Self.pause)]
            firstWords.append(next)
            next += count
            left -= Double(count * Self.framesPerWord) / 50 + Self.pause / .seconds(1)
        }
        self.words = Array(1..<next)
        self.firstWords = firstWords
        self.steps = steps + [.hangUp]
    }
}
