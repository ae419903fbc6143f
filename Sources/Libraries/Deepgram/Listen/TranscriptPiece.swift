// SPDX-License-Identifier: Apache-2.0

/// A stretch of transcript on our clock, with what was reported before taken out of it.
struct TranscriptPiece: Sendable, Hashable {
    var text: String
    /// The audio that it stands for.
    var range: ClosedRange<Double>
    var confidence: Double
    var words: [TranscriptWord]

    /// Where its speech starts.
    var start: Double { self.words.first?.start ?? self.range.lowerBound }
    /// Where its speech ends.
    var end: Double { self.words.last?.end ?? self.range.upperBound }

    /// How many words it has, also when Deepgram did not list them.
    var wordCount: Int {
        self.words.isEmpty ? self.text.utf8.count { $0 == UInt8(ascii: " ") } + 1 : self.words.count
    }

    /// Takes what is new of a message; `nil` when nothing is.
    ///
    /// `offset` leads from the words' clock to ours; `isNew` is asked with the middle of each word, or of the whole
    /// when there are no words; no word begins before `earliest`.
    init?(
        transcript: String,
        confidence: Double,
        words: [TranscriptWord],
        offset: Double,
        range: ClosedRange<Double>,
        earliest: Double,
        isNew: (Double) -> Bool
    ) {
        let timed = WordTimes.filled(words, offset: offset, range: range)
        let new = timed.filter { isNew(($0.start + $0.end) / 2) }
        let isWhole = new.count == timed.count
        self.range = range
        self.words = WordTimes.ordered(new, within: earliest...max(earliest, range.upperBound))
        self.text = isWhole ? transcript.trimmed : ""
        if self.text.isEmpty { self.text = self.words.lazy.map(\.text).joined(separator: " ") }
        self.confidence = confidence.asConfidence
        if !self.words.isEmpty && (!isWhole || self.confidence == 0) {
            self.confidence = self.words.reduce(0) { $0 + $1.confidence } / Double(self.words.count)
        }
        if self.text.isEmpty { return nil }
        if timed.isEmpty && !isNew((range.lowerBound + range.upperBound) / 2) { return nil }
    }
}

extension Transcript {
    /// Puts pieces together that are in order. There must be one at least.
    init(_ pieces: some Collection<TranscriptPiece>) {
        var words: [TranscriptWord] = []
        var (weighted, weight, end) = (0.0, 0.0, -Double.infinity)
        for piece in pieces {
            words += piece.words
            weighted += piece.confidence * Double(piece.wordCount)
            weight += Double(piece.wordCount)
            end = max(end, piece.end)
        }
        let start = pieces.first?.start ?? 0
        self.init(
            text: pieces.lazy.map(\.text).joined(separator: " "),
            start: start,
            end: max(start, end),
            confidence: weight > 0 ? min(1, weighted / weight) : 0,
            words: words
        )
    }
}
