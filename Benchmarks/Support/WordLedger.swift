// SPDX-License-Identifier: Apache-2.0

/// Compares the words that were spoken with those in the transcript.
package struct WordLedger: Sendable, Encodable {
    package private(set) var spoken = 0
    package private(set) var lost = 0
    package private(set) var doubled = 0
    package private(set) var outOfOrder = 0
    /// Words that callers said a second time because they were cut off, and that were heard both times.
    package private(set) var saidAgain = 0
    /// Words that nobody said.
    package private(set) var invented = 0
    /// Seconds of audio that the server says it lost.
    package var audioLostSeconds = 0.0
    /// The first few words that are missing, with their calls.
    package private(set) var examples: [String] = []

    package init() {}

    /// Compares what was said in one call with its transcript's words.
    ///
    /// A caller whose stream breaks in an utterance says it again from its first word: so often as the stream broke, the
    /// words may go back to the first word of the utterance they are in.
    package mutating func add(
        call: String,
        spoken: [Int],
        heard: [String],
        firstWords: [Int] = [],
        breaks: Int = 0
    ) {
        self.spoken += spoken.count
        var seen: [Int: Int] = [:]
        var last = 0
        var returns = breaks
        for text in heard {
            guard let word = Int(text), let top = spoken.last, (1...top).contains(word) else {
                self.invented += 1
                continue
            }
            if word <= last, returns > 0, word == firstWords.last(where: { $0 <= last }) {
                returns -= 1
                for again in word...last where seen.removeValue(forKey: again) != nil { self.saidAgain += 1 }
                last = word
            }
            seen[word, default: 0] += 1
            if word < last { self.outOfOrder += 1 }
            last = max(last, word)
        }
        for word in spoken where seen[word] == nil {
            self.lost += 1
            if self.examples.count < 10 { self.examples.append("\(call): \(word) of \(spoken.count)") }
        }
        self.doubled += seen.values.reduce(0) { $0 + $1 - 1 }
    }

    /// Whether every word arrived once and in order.
    package var isWhole: Bool {
        self.lost + self.doubled + self.outOfOrder + self.invented == 0 && self.audioLostSeconds == 0
    }
}
