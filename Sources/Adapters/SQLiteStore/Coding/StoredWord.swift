// SPDX-License-Identifier: Apache-2.0

import CallCore

/// One element of `utterances.words`.
struct StoredWord: Codable {
    var text: String
    var start: Double
    var end: Double
    var confidence: Double

    init(_ word: Word) {
        self.text = word.text
        self.start = word.start.fileSeconds
        self.end = word.end.fileSeconds
        self.confidence = word.confidence.fileNumber
    }

    var word: Word {
        Word(
            text: self.text,
            start: Duration(fileSeconds: self.start),
            end: Duration(fileSeconds: self.end),
            confidence: self.confidence
        )
    }
}
