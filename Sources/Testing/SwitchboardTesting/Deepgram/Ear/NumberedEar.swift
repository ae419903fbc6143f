// SPDX-License-Identifier: Apache-2.0

/// Reads ``NumberedSpeech``, to the sample: a run of frames with the same number is one word, the number.
///
/// The audio may begin anywhere, as it does when a client sends it again after a broken connection. Of a word that is cut
/// by the beginning of the audio, more than half a frame must be there; of one that is cut by its end, half a frame: of
/// the two parts of a frame exactly one is heard. A word whose frames were torn (samples are missing inside) is heard as
/// `?` and its number, so that no test takes it for the word itself. After a beginning in mid-word, numbers side by side
/// must not differ by a multiple of 128: the ear could not tell their halves apart.
public struct NumberedEar: SimulatedEar {
    /// The word that is going on: bytes that repeat every second sample.
    private struct Run: Sendable {
        /// Where its first byte stood.
        var origin: Int
        /// Bytes at even distances from the origin, and at odd ones.
        var even: UInt8
        var odd: UInt8?
        /// Began after silence or another word: the even bytes are the number's high half.
        var isWholeAtOrigin: Bool
        /// It was heard already, cut off by `finish()`.
        var isRemainder = false

        func expected(at position: Int) -> UInt8? { (position - self.origin) % 2 == 0 ? self.even : self.odd }
    }

    private static let frame = NumberedSpeech.frameSize
    /// Shorter runs are noise.
    private static let shortestVoice = 32

    private var position = 0
    private var run: Run?
    private var held: UInt8?
    /// The audio before the next run is its beginning's neighbour: silence, or another word.
    private var startsWhole = false
    /// The newest stretch of voice.
    public private(set) var voice: Range<Int>?

    /// Creates an ear.
    public init() {}

    /// The number that is being said, once half a frame of it is there.
    public var guess: HeardWord? {
        guard let run else { return nil }
        return self.word(run, to: self.position, isWholeAtEnd: false)
    }

    /// Takes the next samples.
    public mutating func hear(_ audio: ArraySlice<UInt8>) -> [HeardWord] {
        var words: [HeardWord] = []
        audio.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                // Long stretches of silence, or of one number, need no decision.
                let length = self.skippable(bytes, from: index)
                if length > 0 {
                    self.skip(length, last: bytes[index + length - 1])
                    index += length
                    continue
                }
                // One byte is held back: where a word ends may show only with the byte after.
                if let held { self.take(held, before: bytes[index], into: &words) }
                self.held = bytes[index]
                index += 1
            }
        }
        return words
    }

    /// How many bytes are like those before.
    private func skippable(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        guard let held else { return 0 }
        guard let run, let odd = run.odd else {
            guard self.run == nil, held >= 0x80 else { return 0 }
            while index < bytes.count, bytes[index] >= 0x80 { index += 1 }
            return index - start
        }
        guard run.expected(at: self.position) == held else { return 0 }
        let pair = (self.position + 1 - run.origin) % 2 == 0 ? (run.even, odd) : (odd, run.even)
        while index + 1 < bytes.count, bytes[index] == pair.0, bytes[index + 1] == pair.1 { index += 2 }
        return index - start
    }

    /// Takes the byte that is held and all but the last of those that are skipped, which is held now.
    private mutating func skip(_ length: Int, last: UInt8) {
        self.position += length
        self.held = last
        guard let run else {
            self.startsWhole = true
            return
        }
        if self.position - run.origin > Self.shortestVoice { self.extendVoice(run, to: self.position) }
    }

    /// Cuts the word that is going on.
    public mutating func finish() -> [HeardWord] {
        var words: [HeardWord] = []
        if let held { self.take(held, before: nil, into: &words) }
        self.held = nil
        guard let run, let word = self.word(run, to: self.position, isWholeAtEnd: false) else { return words }
        words.append(word)
        // Nobody hears the rest of it as another word.
        self.run?.isRemainder = true
        return words
    }

    private mutating func take(_ byte: UInt8, before next: UInt8?, into words: inout [HeardWord]) {
        defer { self.position += 1 }
        guard byte < 0x80 else {
            self.endRun(at: self.position, into: &words)
            self.startsWhole = true
            return
        }
        guard let run = self.run else {
            self.begin(byte, at: self.position, isWhole: self.startsWhole)
            return
        }
        switch run.expected(at: self.position) {
        case nil:
            self.run?.odd = byte
        case byte:
            if self.position - run.origin >= Self.shortestVoice { self.extendVoice(run, to: self.position + 1) }
        case _:
            self.change(from: run, to: byte, before: next, into: &words)
        }
    }

    private mutating func begin(_ byte: UInt8, at position: Int, isWhole: Bool) {
        self.run = Run(origin: position, even: byte, isWholeAtOrigin: isWhole)
    }

    /// Another number. When the high halves are alike, it began one sample ago.
    private mutating func change(
        from run: Run,
        to byte: UInt8,
        before next: UInt8?,
        into words: inout [HeardWord]
    ) {
        let previous = run.expected(at: self.position - 1)
        let isOdd = (self.position - run.origin) % 2 == 1
        let isWholeFrame = (self.position - run.origin) % Self.frame == 0
        let looksBefore = next.map { $0 == previous } ?? !isWholeFrame
        let beganBefore = run.isWholeAtOrigin ? isOdd : looksBefore
        guard beganBefore, let previous, self.position - 1 > run.origin else {
            self.endRun(at: self.position, into: &words)
            self.begin(byte, at: self.position, isWhole: true)
            return
        }
        self.endRun(at: self.position - 1, into: &words)
        self.begin(previous, at: self.position - 1, isWhole: true)
        self.run?.odd = byte
    }

    private mutating func extendVoice(_ run: Run, to end: Int) {
        guard let voice, run.origin - voice.upperBound <= Self.shortestVoice else {
            self.voice = run.origin..<end
            return
        }
        self.voice = voice.lowerBound..<end
    }

    private mutating func endRun(at end: Int, into words: inout [HeardWord]) {
        guard let run else { return }
        self.run = nil
        if let word = self.word(run, to: end, isWholeAtEnd: true) { words.append(word) }
    }

    private func word(_ run: Run, to end: Int, isWholeAtEnd: Bool) -> HeardWord? {
        let needed = run.isWholeAtOrigin ? Self.frame / 2 : Self.frame / 2 + 1
        guard !run.isRemainder, end - run.origin >= needed, let odd = run.odd else { return nil }
        // The high half stands at even places from a whole beginning, or back from a whole end.
        let isShifted = !run.isWholeAtOrigin && isWholeAtEnd && (end - run.origin) % 2 == 1
        let (high, low) = isShifted ? (odd, run.even) : (run.even, odd)
        let number = Int(high) << 7 | Int(low)
        guard number > 0 else { return nil }
        let isWhole = run.isWholeAtOrigin && isWholeAtEnd
        let isTorn = run.isWholeAtOrigin && isWholeAtEnd && (end - run.origin) % Self.frame != 0
        return HeardWord(
            text: isTorn ? "?\(number)" : String(number),
            start: run.origin,
            end: end,
            confidence: isWhole ? 0.98 : 0.6
        )
    }
}
