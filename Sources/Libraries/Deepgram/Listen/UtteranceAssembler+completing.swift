// SPDX-License-Identifier: Apache-2.0

extension UtteranceAssembler {
    /// Adds a final piece to the utterance; when that makes it too long, what was held before is reported as a part. The
    /// newest piece is always kept, so that there is something to report when the pause is told.
    mutating func hold(_ piece: TranscriptPiece) -> [TranscriptEvent] {
        let events = self.isTooLong(self.held + [piece]) ? self.complete(.tooLong) : []
        let index = self.held.firstIndex { $0.start > piece.start }
        self.held.insert(piece, at: index ?? self.held.endIndex)
        self.lastWordEnd = max(self.lastWordEnd, piece.end)
        return events
    }

    private func isTooLong(_ pieces: [TranscriptPiece]) -> Bool {
        let start = pieces.lazy.map(\.start).min() ?? 0
        let end = pieces.lazy.map(\.end).max() ?? 0
        return end - start > self.rules.longestUtterance / .seconds(1)
            || pieces.reduce(0) { $0 + $1.wordCount } > self.rules.mostWords
    }

    /// Deepgram has missed words since `time`.
    mutating func endUtterance(at time: Double) -> [TranscriptEvent] {
        // It comes for every pause between words, also when speech has gone on meanwhile.
        if let guess = self.guess, (guess.words.last?.end ?? guess.range.lowerBound) > time { return [] }
        return self.complete(.utteranceEnd, through: time)
    }

    /// Reports what is held, as far as it starts by `time`. Nothing when nothing is held.
    mutating func complete(_ ending: TranscriptEvent.Ending, through time: Double = .infinity) -> [TranscriptEvent] {
        let count = self.held.firstIndex { $0.start > time } ?? self.held.endIndex
        guard count > 0 else { return [] }
        let transcript = Transcript(self.held[..<count])
        self.held.removeFirst(count)
        return [.utterance(transcript, ending)]
    }
}
