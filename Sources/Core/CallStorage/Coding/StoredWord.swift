// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// One element of `utterances.words`.
package struct StoredWord: Codable {
    package var text: String
    package var start: Double
    package var end: Double
    package var confidence: Double

    package init(_ word: Word) {
        self.text = word.text
        self.start = word.start.storedSeconds
        self.end = word.end.storedSeconds
        self.confidence = word.confidence.storedNumber
    }

    package var word: Word {
        Word(
            text: self.text,
            start: Duration(storedSeconds: self.start),
            end: Duration(storedSeconds: self.end),
            confidence: self.confidence
        )
    }
}
