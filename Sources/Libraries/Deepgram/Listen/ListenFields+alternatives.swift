// SPDX-License-Identifier: Apache-2.0

extension ListenFields {
    mutating func firstAlternative() throws(JSONFault) -> Alternative {
        var alternative = Alternative()
        guard try self.scanner.enter(UInt8(ascii: "[")) else { return alternative }
        var (isBest, isFirst) = (true, true)
        while try self.scanner.nextElement(isFirst: &isFirst) {
            if isBest { alternative = try self.alternative() } else { try self.scanner.skipValue() }
            isBest = false
        }
        return alternative
    }

    private mutating func alternative() throws(JSONFault) -> Alternative {
        var alternative = Alternative()
        guard try self.scanner.enter(UInt8(ascii: "{")) else { return alternative }
        var isFirst = true
        while let key = try self.scanner.nextKey(isFirst: &isFirst) {
            switch key {
            case .transcript: alternative.transcript = try self.scanner.text()
            case .confidence: alternative.confidence = try self.scanner.double()
            case .words: alternative.words = try self.words()
            default: try self.scanner.skipValue()
            }
        }
        return alternative
    }

    mutating func words() throws(JSONFault) -> [TranscriptWord] {
        var words: [TranscriptWord] = []
        guard try self.scanner.enter(UInt8(ascii: "[")) else { return words }
        var isFirst = true
        while try self.scanner.nextElement(isFirst: &isFirst) {
            guard words.count < self.maximumWords else { throw .tooManyWords }
            guard let word = try self.word() else { continue }
            // Most messages have some words or none: one allocation rather than four.
            if words.isEmpty { words.reserveCapacity(16) }
            words.append(word)
        }
        return words
    }

    /// A word; `nil` when it is no object or has no text.
    private mutating func word() throws(JSONFault) -> TranscriptWord? {
        guard try self.scanner.enter(UInt8(ascii: "{")) else { return nil }
        var (plain, punctuated): (JSONScanner.Text?, JSONScanner.Text?)
        var word = TranscriptWord(text: "", start: .nan, end: .nan, confidence: 0)
        var isFirst = true
        while let key = try self.scanner.nextKey(isFirst: &isFirst) {
            switch key {
            case .word: plain = try self.scanner.text()
            case .punctuatedWord: punctuated = try self.scanner.text()
            case .start: word.start = try self.scanner.double() ?? .nan
            case .end: word.end = try self.scanner.double() ?? .nan
            case .confidence: word.confidence = try self.scanner.double() ?? 0
            case .speaker: word.speaker = try self.scanner.int()
            default: try self.scanner.skipValue()
            }
        }
        guard let text = punctuated ?? plain, !text.range.isEmpty else { return nil }
        word.text = self.scanner.string(text)
        return word
    }
}
