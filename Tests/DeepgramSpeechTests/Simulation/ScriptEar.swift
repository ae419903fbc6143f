// SPDX-License-Identifier: Apache-2.0

import SwitchboardTesting
import TelephonyAudio

/// Hears the words of a ``SimulationPlan``: a run of one number is a word. It looks at both ends of a frame and only at each
/// byte where they differ, so that thousands of calls can be heard.
///
/// A word counts when at least half of it was there; what is left of a word that was cut by `finish()` is not heard again.
struct ScriptEar: SimulatedEar {
    private struct Run {
        var number: UInt8
        var start: Int
        var end: Int
        /// Was reported when it was cut.
        var isReported = false
    }

    /// Samples of each word.
    let lengths: [Int]
    private var position = 0
    private var run: Run?
    private(set) var voice: Range<Int>?

    init(_ words: [SimulationPlan.Spoken]) {
        self.lengths = [0] + words.map { $0.frames.count * 160 }
    }

    var guess: HeardWord? { self.run.flatMap { $0.isReported ? nil : self.word($0) } }

    mutating func hear(_ audio: ArraySlice<UInt8>) -> [HeardWord] {
        var words: [HeardWord] = []
        audio.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let length = Self.uniform(bytes, from: index)
                self.take(bytes[index], length, &words)
                index += length
            }
        }
        return words
    }

    mutating func finish() -> [HeardWord] {
        guard let run, !run.isReported, let word = self.word(run) else { return [] }
        self.run?.isReported = true
        return [word]
    }

    private mutating func take(_ number: UInt8, _ length: Int, _ words: inout [HeardWord]) {
        let start = self.position
        self.position += length
        if let run, run.number != number {
            self.run = nil
            if !run.isReported, let word = self.word(run) { words.append(word) }
        }
        guard number < SimulationPlan.hush else { return }
        if self.run == nil { self.run = Run(number: number, start: start, end: start) }
        self.run?.end = self.position
        let isNear = self.voice.map { start - $0.upperBound <= 320 } ?? false
        self.voice = (isNear ? self.voice?.lowerBound ?? start : start)..<self.position
    }

    private func word(_ run: Run) -> HeardWord? {
        let number = Int(run.number)
        guard self.lengths.indices.contains(number), 2 * (run.end - run.start) >= self.lengths[number] else {
            return nil
        }
        return HeardWord(text: String(number), start: run.start, end: run.end, confidence: 0.9)
    }

    /// How many bytes from here on are alike. Nothing that is spoken is shorter than a frame.
    private static func uniform(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int {
        let count = bytes.count - index
        if count <= 160, bytes[bytes.count - 1] == bytes[index] { return count }
        var length = 1
        while index + length < bytes.count, bytes[index + length] == bytes[index] { length += 1 }
        return length
    }
}
