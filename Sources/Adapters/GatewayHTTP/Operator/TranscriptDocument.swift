// SPDX-License-Identifier: Apache-2.0

import CallCore

/// A transcript as JSON. Times are seconds since the call's first audio.
struct TranscriptDocument: Encodable {
    struct Line: Encodable {
        let number: Int
        let speaker: String
        let text: String
        let start: Double
        let end: Double
        let confidence: Double
        let interrupted: Bool
        let source: String
        let time: String
        let words: [Word]
    }

    struct Word: Encodable {
        let text: String
        let start: Double
        let end: Double
        let confidence: Double
    }

    let call: String
    let lines: [Line]

    init(_ transcript: Transcript) {
        self.call = transcript.call.rawValue
        self.lines = transcript.lines.map { line in
            let shift = line.start - line.spoken.start
            return Line(
                number: line.number,
                speaker: line.spoken.speaker.rawValue,
                text: line.spoken.text,
                start: Self.seconds(line.start),
                end: Self.seconds(line.end),
                confidence: line.spoken.confidence,
                interrupted: line.spoken.isInterrupted,
                source: line.spoken.source,
                time: Timestamp.text(line.time),
                words: line.spoken.words.map { word in
                    Word(
                        text: word.text,
                        start: Self.seconds(word.start + shift),
                        end: Self.seconds(word.end + shift),
                        confidence: word.confidence
                    )
                }
            )
        }
    }

    /// To the millisecond, so that no rounding of binary fractions shows.
    private static func seconds(_ duration: Duration) -> Double {
        (duration / .milliseconds(1)).rounded() / 1_000
    }
}
