// SPDX-License-Identifier: Apache-2.0

/// Makes words' times what everybody relies on: finite, in order, and within their piece.
enum WordTimes {
    /// The words on our clock. Those without times are spread over the room between their neighbours; those without
    /// text are left out.
    static func filled(_ words: [TranscriptWord], offset: Double, range: ClosedRange<Double>) -> [TranscriptWord] {
        var result: [TranscriptWord] = []
        result.reserveCapacity(words.count)
        var untimed = 0
        for var word in words where !word.text.isEmpty {
            word.start += offset
            word.end += offset
            word.confidence = word.confidence.asConfidence
            if word.start.isFinite && word.end.isFinite {
                self.spread(last: untimed, of: &result, until: word.start, range: range)
                untimed = 0
            } else {
                untimed += 1
            }
            result.append(word)
        }
        self.spread(last: untimed, of: &result, until: range.upperBound, range: range)
        return result
    }

    private static func spread(
        last count: Int,
        of words: inout [TranscriptWord],
        until end: Double,
        range: ClosedRange<Double>
    ) {
        guard count > 0 else { return }
        let first = words.count - count
        let start = first > 0 ? words[first - 1].end : range.lowerBound
        let step = max(0, end - start) / Double(count)
        for index in 0..<count {
            words[first + index].start = start + Double(index) * step
            words[first + index].end = start + Double(index + 1) * step
        }
    }

    /// The words in the order of their starts, none outside `range`, none reaching into the next.
    static func ordered(_ words: [TranscriptWord], within range: ClosedRange<Double>) -> [TranscriptWord] {
        var words = words
        for index in words.indices {
            words[index].start = min(max(words[index].start, range.lowerBound), range.upperBound)
            words[index].end = min(max(words[index].end, words[index].start), range.upperBound)
        }
        let isOrdered = zip(words, words.dropFirst()).allSatisfy { $0.start <= $1.start }
        // Words that start together keep their order: the standard library's sort is stable, but does not promise it.
        if !isOrdered {
            words = words.enumerated()
                .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
                .map(\.element)
        }
        for index in words.indices.dropLast() {
            words[index].end = min(words[index].end, words[index + 1].start)
        }
        return words
    }
}

extension Double {
    /// Between 0 and 1; what is no number is 0.
    var asConfidence: Double { self.isNaN ? 0 : Swift.min(Swift.max(self, 0), 1) }
}

extension String {
    /// Without white space at the ends.
    var trimmed: String {
        guard let first = self.utf8.first, let last = self.utf8.last else { return self }
        if !first.isSpace && !last.isSpace { return self }
        let start = self.utf8.firstIndex { !$0.isSpace } ?? self.endIndex
        let end = self.utf8.lastIndex { !$0.isSpace }.map { self.utf8.index(after: $0) } ?? start
        return String(self[start..<end])
    }
}

extension UInt8 {
    /// Space, tabulator or line break.
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
