// SPDX-License-Identifier: Apache-2.0

/// One line of a transcript as JSON. Times are seconds since the call's first audio.
struct LineDocument: Encodable {
    struct Word: Encodable {
        let text: String
        let start: Double
        let end: Double
        let confidence: Double
    }

    /// The call, where lines of several may stand together.
    let call: String?
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

    init(_ line: CallTranscript.Line, of call: CallID? = nil) {
        let shift = line.start - line.spoken.start
        self.call = call?.rawValue
        self.number = line.number
        self.speaker = line.spoken.speaker.rawValue
        self.text = line.spoken.text
        self.start = Self.seconds(line.start)
        self.end = Self.seconds(line.end)
        self.confidence = line.spoken.confidence
        self.interrupted = line.spoken.isInterrupted
        self.source = line.spoken.source
        self.time = Timestamp.text(line.time)
        self.words = line.spoken.words.map { word in
            Word(
                text: word.text,
                start: Self.seconds(word.start + shift),
                end: Self.seconds(word.end + shift),
                confidence: word.confidence
            )
        }
    }

    /// To the millisecond, so that no rounding of binary fractions shows.
    static func seconds(_ duration: Duration) -> Double {
        (duration / .milliseconds(1)).rounded() / 1_000
    }
}
