// SPDX-License-Identifier: Apache-2.0

package import CallCore

/// A row of `switchboard_utterances` as the functions take and give it.
package struct StoredUtterance: Codable, Sendable {
    package var speaker: String
    package var text: String
    package var start: Double
    package var end: Double
    package var confidence: Double
    package var isInterrupted: Bool
    package var source: String
    package var words: [StoredWord]
    /// The words as they are searched, parted by spaces; written and never read.
    package var search: String?

    enum CodingKeys: String, CodingKey {
        case speaker, text
        case start = "start_seconds"
        case end = "end_seconds"
        case confidence
        case isInterrupted = "is_interrupted"
        case source, words, search
    }

    package init(_ line: SpokenLine) {
        self.speaker = line.speaker.rawValue
        self.text = line.text
        self.start = line.start.storedSeconds
        self.end = line.end.storedSeconds
        self.confidence = line.confidence.storedNumber
        self.isInterrupted = line.isInterrupted
        self.source = line.source
        self.words = line.words.map(StoredWord.init)
        self.search = RemoteWords.indexed(line.text)
    }

    /// The line again; `nil` for a speaker of a later version.
    package var line: SpokenLine? {
        Speaker(rawValue: self.speaker).map { speaker in
            SpokenLine(
                speaker: speaker,
                text: self.text,
                start: Duration(storedSeconds: self.start),
                end: Duration(storedSeconds: self.end),
                confidence: self.confidence,
                words: self.words.map(\.word),
                isInterrupted: self.isInterrupted,
                source: self.source
            )
        }
    }
}
